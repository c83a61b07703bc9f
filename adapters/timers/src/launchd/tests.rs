use proptest::prelude::*;

use super::*;
use crate::tests::{ODD, daily, every, request, written, xml_texts};

proptest! {
    #[test]
    fn every_argument_arrives_as_it_is(word in "[!-~äß株][ -~äß株\u{a0}]{0,40}") {
        let steps = plan(&request(&["import", &word, "--once"], daily()), Path::new("/Users/ruth")).unwrap();
        let texts = xml_texts(&written(&steps, ".plist"));
        let start = texts.iter().position(|text| text == "ProgramArguments").unwrap() + 1;
        prop_assert_eq!(&texts[start..start + 4], ["/opt/even keel/evenkeel", "import", &word, "--once"]);
    }
}

#[test]
fn an_agent_says_when_and_where_it_tells() {
    let steps = plan(&request(&["import", "watch", ODD], daily()), Path::new("/Users/ruth")).unwrap();
    let agent = written(&steps, "/Users/ruth/Library/LaunchAgents/evenkeel-import-dropped-0a1b2c3d.plist");
    assert!(
        agent.contains("<key>Hour</key>\n    <integer>6</integer>\n    <key>Minute</key>\n    <integer>30</integer>")
    );
    assert!(agent.contains("/Users/ruth/Library/Logs/evenkeel-import-dropped-0a1b2c3d.log"));
    assert!(matches!(&steps[1], Step::Run { command, .. } if command[1] == "load"));
    let often = written(&plan(&request(&["x"], every(900)), Path::new("/Users/ruth")).unwrap(), ".plist");
    assert!(often.contains("<key>StartInterval</key>\n  <integer>900</integer>"), "{often}");
}
