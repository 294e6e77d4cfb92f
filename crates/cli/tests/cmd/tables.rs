//! Articles that are rows of a table.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use super::files::Desk;

/// With a byte order mark, line ends of two systems, a cell of two lines, a row that falls apart and one without a text.
const TABLE: &str = "\u{feff}id;Title;text;price\r\n\
    1;A ferry;\"The sign said ”mind the \"\"step\"\"” twice.\";1,50\r\n\
    2;\"The “pier\";Wait, she said.;2\n\n\
    3;Rain;We wait; he said.;4\n\
    4;;;\n\
    5;Sun;\"One.\nShe said “wait.\";6";

#[test]
fn what_is_found_stands_where_its_cell_is_written() {
    let desk = Desk::new(&[("a.csv", TABLE)]);
    let run = desk.run(&["check", "a.csv", "--format", "events", "--keep", "price"]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""), "{run:?}");
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (summary, found) = lines.split_last().unwrap();
    let place = |line: &Value| {
        let (record, span) = (&line["record"], &line["span"]);
        let bytes = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
        let id = if line["id_made_up"] == true { "none" } else { line["id"].as_str().unwrap() };
        let field = record["field"].as_str().unwrap_or_default();
        let code = line["code"].as_str().unwrap();
        format!("{id} {code} {field} {}:{} {}", record["line"], record["column"], &TABLE[bytes])
    };
    assert_eq!(
        found.iter().map(place).collect::<Vec<_>>(),
        [
            "1 quotes/misdirected text 2:26 ”",
            "2 quotes/unclosed Title 3:8 “",
            "none copydesk/unreadable  5:1 3;Rain;We wait; he said.;4",
            "5 quotes/unclosed text 8:10 “",
        ]
    );
    assert_eq!((&found[0]["kept"]["price"], &summary["articles"]), (&Value::from("1,50"), &Value::from(4)));
}

#[test]
fn a_repair_changes_one_cell_and_no_other_byte() {
    let desk = Desk::new(&[("a.csv", TABLE)]);
    assert_eq!(desk.run(&["check", "--fix", "a.csv"]).status, Some(1));
    assert_eq!(desk.read("a.csv"), TABLE.replacen('”', "“", 1));
    let stamp = fs::metadata(desk.path("a.csv")).unwrap().modified().unwrap();
    desk.run(&["check", "--fix", "a.csv"]);
    assert_eq!(fs::metadata(desk.path("a.csv")).unwrap().modified().unwrap(), stamp, "nothing is left to repair");
}

#[test]
fn a_table_comes_through_a_pipe_repaired_whatever_stands_between_its_cells() {
    let desk = Desk::new(&[]);
    for between in [",", ";", "\t"] {
        let table = format!("x{between}body\n{between}\"”One” {between} two. “Three.”\"\n");
        let mut child = desk
            .command(&["check", "--fix", "--input-format", "csv", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(table.as_bytes()).unwrap();
        let repaired = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(repaired, table.replacen('”', "“", 1));
    }
}

#[test]
fn a_table_is_read_from_a_folder_if_the_configuration_says_so_and_told_of_if_not() {
    let long = format!("text\n\"{}\"\n", "The ferry left at dawn, and nobody on the pier had seen it go. ".repeat(4));
    let desk = Desk::new(&[("news/a.csv", &long), ("prices.csv", "ware,price\nrope,3\n")]);
    let told = desk.run(&["check"]);
    assert!(told.out.contains(".csv"), "{told:?}");
    fs::write(desk.path("copydesk.toml"), "[formats]\n\"news/*.csv\" = \"csv\"\n").unwrap();
    assert_eq!(desk.run(&["check"]).out, "No problems found in 1 article.\n");
}

#[test]
fn a_table_has_its_texts_in_one_column() {
    for (table, told) in [
        ("ware;price\nrope;3\n", "0 columns of the table are known as its text, and it is to have one: ware, price"),
        (
            "text,id,text\n,1,A ferry\n",
            "2 columns of the table are known as its text, and it is to have one: text, id, text",
        ),
    ] {
        let desk = Desk::new(&[("a.csv", table)]);
        let run = desk.run(&["check", "--fix", "a.csv", "--format", "concise"]);
        assert_eq!((run.status, run.out), (Some(1), format!("a.csv:1:1: error[copydesk/unreadable] (1) {told}\n")));
        assert_eq!(desk.read("a.csv"), table);
    }
    let named = Desk::new(&[("a.csv", "ware;story\n1;The sign said ”stop”.\n")]);
    assert_eq!(named.run(&["check", "--text-field", "story", "--fix", "a.csv"]).status, Some(0));
    assert_eq!(named.read("a.csv"), "ware;story\n1;The sign said “stop”.\n");
    assert!(named.run(&["check", "--text-field", "text", "a.csv"]).out.contains("ware, story"));
}

#[test]
fn rows_that_end_as_they_did_on_old_machines_have_places_on_one_line() {
    let table = "\u{feff}id,text\r1,”Calm” sea.\r2,A «ne” tide and ”ebb”.\r";
    let desk = Desk::new(&[("a.csv", table)]);
    let run = desk.run(&["check", "a.csv", "--format", "concise", "--select", "quotes/misdirected"]);
    let columns: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').nth(2)).collect();
    let of = |words: &str| table.find(words).map(|at| table[3..at].chars().count() + 1).unwrap().to_string();
    assert_eq!(columns, [of("”Calm"), of("”ebb")], "{run:?}");
}

#[test]
fn a_table_that_cannot_be_read_is_a_finding_and_stays_as_it_is() {
    for (table, place) in [
        ("id,\"text\n1,\"\"One”\n", "a.csv:1:4: error[copydesk/unreadable]"),
        ("id,text\n1,\"One\n2,Two\n", "a.csv:2:3: error[copydesk/unreadable]"),
        ("id,text\n1,”One” “two\n2,\"Two\n", "a.csv:3:3: error[copydesk/unreadable]"),
    ] {
        let desk = Desk::new(&[("a.csv", table)]);
        let run = desk.run(&["check", "--fix", "a.csv", "--format", "concise", "--select", "ads"]);
        assert!(run.out.starts_with(place), "{run:?}");
        assert_eq!(desk.read("a.csv"), table);
    }
    for empty in ["", "\n", "id,text\n"] {
        let desk = Desk::new(&[("a.csv", empty)]);
        let run = desk.run(&["check", "a.csv"]);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{run:?}");
    }
    let desk = Desk::new(&[]);
    fs::write(desk.path("a.csv"), b"id,text\n1,\xE9\n2,She said \xE2\x80\x9Cwait.\n").unwrap();
    let run = desk.run(&["check", "a.csv", "--format", "concise"]);
    assert!(run.out.contains("a.csv:2:3: error[copydesk/unreadable]") && run.out.contains("a.csv:3:12"), "{run:?}");
}
