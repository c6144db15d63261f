//! Rows, their numbers, and what is wrong with them.

use intake::Sheet;

fn rows(sheet: Result<Sheet<'_>, intake::RowError>) -> Vec<String> {
    match sheet {
        Err(error) => vec![error.to_string()],
        Ok(sheet) => {
            let columns = sheet.columns().len();
            sheet
                .map(|row| match row {
                    Ok(row) => {
                        let cells: Vec<&str> = (0..columns).map(|n| row.get(n)).collect();
                        format!("{}: {}", row.row, cells.join("|"))
                    }
                    Err(error) => error.to_string(),
                })
                .collect()
        }
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let text = "id,note\n1,\"two\nlines\"\n2,plain\n\n3, after a blank row \n4\n5,b,c\n";
    assert_eq!(
        rows(Sheet::csv("a.csv", text)),
        [
            "2: 1|two\nlines",
            "3: 2|plain",
            "5: 3|after a blank row",
            "a.csv, row 6, `4`: 1 values in a table of 2 columns; check separators and quotes of the row",
            "a.csv, row 7, `5`: 3 values in a table of 2 columns; check separators and quotes of the row",
        ]
    );
}

#[test]
fn files_without_content_and_double_columns_are_refused() {
    assert_eq!(rows(Sheet::csv("a.csv", "")), ["a.csv: the file is empty; hand in a file with a header"]);
    assert_eq!(
        rows(Sheet::csv("a.csv", "id,id\n")),
        ["a.csv, column `id`: two columns have this name; rename one of them"]
    );
    assert_eq!(rows(Sheet::csv("a.csv", "id,note\n")), Vec::<String>::new());
    assert_eq!(
        rows(Sheet::json_lines("a.jsonl", "\n")),
        ["a.jsonl: the file is empty; hand in a file with a header"]
    );
}

#[test]
fn json_lines_give_the_same_rows() {
    let text = "{\"id\": \"1\", \"n\": 3}\n[1]\n{\"id\": null, \"n\": true}\n{\"id\": {}}\n{\n";
    assert_eq!(
        rows(Sheet::json_lines("a.jsonl", text)),
        [
            "1: 1|3",
            "a.jsonl, row 2: no JSON object: not an object; write one object a line",
            "3: |true",
            "a.jsonl, row 4, column `id`: no JSON object: a list or an object as a value; write one object a line",
            "a.jsonl, row 5: no JSON object: EOF while parsing an object at line 1 column 1; write one object a line",
        ]
    );
}
