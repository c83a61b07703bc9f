use ports::deliveries::*;
#[test]
fn perf() {
    let Some(path) = std::env::var_os("PERF") else { return };
    let shapes = [people::SHAPES, customers::SHAPES, usage::SHAPES].concat();
    let d = imports::FileDeliveries::new(shapes);
    let o = ReadingOptions::default();
    let t = std::time::Instant::now();
    let s = d.survey(&[path.into()], &o, &mut |_| ()).unwrap();
    eprintln!(
        "survey {:?} {} {:?} {:?} {:?}",
        t.elapsed(),
        s[0].row_count,
        s[0].findings,
        s[0].questions,
        s[0].encoding
    );
    let t = std::time::Instant::now();
    let (mut a, mut b) = (0, 0);
    d.read(&s[0], &o, &mut |batch| {
        match batch {
            Batch::Rows(r) => a += r.len(),
            Batch::Rejected(r) => b += r.len(),
        }
        Ok(())
    })
    .unwrap();
    eprintln!("read {:?} {a} {b}", t.elapsed());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
