use super::*;

#[test]
fn intervals_are_read_as_they_are_written() {
    let second = Duration::from_secs(1);
    for (typed, seconds) in [("1s", 1), (" 90 s ", 90), ("5m", 300), ("1h", 3600), ("24h", 86_400)] {
        assert_eq!(interval("every", typed, second).unwrap(), Duration::from_secs(seconds), "{typed}");
    }
    for typed in ["", "s", "5", "0s", "25h", "-1m", "1d", "1.5h", "5 minutes", "99999999999h", "5µ"] {
        assert!(interval("every", typed, second).unwrap_err().to_string().contains("from 1s to 24h"), "{typed}");
    }
    assert!(interval("every", "59s", Duration::from_secs(60)).is_err());
    for typed in ["1s", "90s", "5m", "1h", "24h"] {
        assert_eq!(words(interval("every", typed, second).unwrap()), typed);
    }
}
