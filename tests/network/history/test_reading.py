"""Reading a directory: every row that can't be read is named with its line, its column and what to do."""

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.history.findings import Findings
from network.history.reading import History, NothingToImport, read_directory, unknown_files
from network.history.rows import FILES, CostRow, FallRow, HomeRow, SicknessRow

SICKNESS = "home_ref,staff_ref,first_day,last_day,reason_code\n"


def read(directory: Path, **files: str | bytes) -> tuple[History, list[str]]:
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (directory / f"{name}.csv").write_bytes(raw)
    findings = Findings()
    return read_directory(directory, findings), [str(finding) for finding in findings]


def test_a_missing_file_means_nothing_of_that_kind(tmp_path: Path) -> None:
    history, findings = read(tmp_path, sickness=SICKNESS + "ROSE,S1,2026-01-05,2026-01-07,S13\n")
    assert findings == []
    assert history.of(FallRow) == []
    assert [row.staff_ref for row in history.of(SicknessRow)] == ["S1"]


def test_a_directory_without_any_known_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NothingToImport, match=r"homes\.csv"):
        read(tmp_path, sicknes=SICKNESS)
    assert unknown_files(tmp_path) == ["sicknes.csv"]


def test_optional_columns_may_be_left_out_and_in_any_order(tmp_path: Path) -> None:
    history, findings = read(tmp_path, sickness="first_day,staff_ref,home_ref\n2026-01-05,S1,ROSE\n")
    assert findings == []
    assert history.of(SicknessRow)[0].last_day is None


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + (SICKNESS + "ROSE,S1,2026-01-05,,\n").replace("\n", "\r\n").encode()
    history, findings = read(tmp_path, sickness=raw)
    assert findings == []
    assert history.of(SicknessRow)[0].line == 2


def test_unknown_missing_and_doubled_columns_are_all_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, sickness="home_ref,home_ref,first_day,mood\nROSE,ROSE,2026-01-05,fine\n")
    assert findings == [
        "sickness.csv:1: home_ref: stands in the header twice",
        "sickness.csv:1: mood: is not a column of this file",
        "sickness.csv:1: staff_ref: this required column is missing",
    ]


def test_beside_an_unknown_column_the_bad_cells_of_the_others_are_listed_too(tmp_path: Path) -> None:
    _, findings = read(tmp_path, costs="home_ref,month,category,amount,mood,\nROSE,2026-01,fun,12.00,fine,\n")
    assert [finding.partition(": ")[0] for finding in findings] == [
        "costs.csv:1",
        "costs.csv:1",
        "costs.csv:2",
    ]


def test_every_bad_cell_is_listed_not_only_the_first(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path,
        sickness=SICKNESS + "ROSE,S1,5 January,soon,\nROSE,,2026-01-05,,\n",
        costs="home_ref,month,category,amount\nROSE,2026-13,food,12.00\nROSE,2026-01,fun,lots\n",
    )
    assert [finding.split(": ")[0] + ":" + finding.split(": ")[1] for finding in findings] == [
        "costs.csv:2:month",
        "costs.csv:3:amount",
        "costs.csv:3:category",
        "sickness.csv:2:first_day",
        "sickness.csv:2:last_day",
        "sickness.csv:3:staff_ref",
    ]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    falls = (
        "home_ref,resident_ref,occurred_at,place,harm,description\n"
        'ROSE,R1,2026-01-05T10:00,bedroom,none,"Slid\nfrom the\nbed"\n'
        "\n"
        "ROSE,R1,2026-01-06T10:00,bedroom,awful,\n"
    )
    history, findings = read(tmp_path, falls=falls)
    assert history.of(FallRow)[0].description == "Slid\nfrom the\nbed"
    assert [finding.split(": ")[0] for finding in findings] == ["falls.csv:6"]


def test_bytes_that_are_not_utf_8_are_named_by_line_and_column(tmp_path: Path) -> None:
    raw = b"home_ref,name,cqc_location_id,icb_ods_code,joined_on\nROSE,Rose,1-123456789,QWO,2026-01-01\n"
    _, findings = read(tmp_path, homes=raw + b"ELM,Caf\xe9 House,1-123456789,QWO,2026-01-01\n")
    assert findings == ["homes.csv:3: name: holds bytes that are not UTF-8: save the file as CSV UTF-8"]


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("", "sickness.csv:1: first_day: this required column is missing"),
        (SICKNESS.encode("utf-16"), "sickness.csv:1: file: is UTF-16: save it as CSV UTF-8"),
        (
            SICKNESS.replace(",", ";"),
            "sickness.csv:1: header: has semicolons between the columns: save it with commas",
        ),
        (SICKNESS + "ROSE,S1\n", "sickness.csv:2: row: has 2 cells where the header has 5"),
        (SICKNESS + 'ROSE,"S1"x,2026-01-05,,\n', "sickness.csv:2: row: is not CSV"),
        (SICKNESS + 'ROSE,S1,2026-01-05,,"S13\n', "sickness.csv:2: row: is not CSV"),
        (SICKNESS + "ROSE,S\x001,2026-01-05,,\n", "sickness.csv:2: staff_ref: holds a control character"),
        (SICKNESS + f"ROSE,{'S' * 200_000},2026-01-05,,\n", "sickness.csv:2: row: is not CSV"),
        (
            SICKNESS + f"ROSE,{'S' * 30_000},2026-01-05,,\n",
            "sickness.csv:2: staff_ref: is longer than 20,000",
        ),
    ],
)
def test_a_broken_file_is_named_with_what_to_do(tmp_path: Path, content: str | bytes, finding: str) -> None:
    _, findings = read(tmp_path, sickness=content)
    assert findings
    assert findings[0].startswith(finding)


def test_a_file_in_another_encoding_is_told_of_once(tmp_path: Path) -> None:
    _, findings = read(tmp_path, sickness=SICKNESS.encode("utf-16"))
    assert len(findings) == 1


@given(st.sampled_from([kind.file for kind in FILES]), st.binary(max_size=300) | st.text(max_size=300))
def test_whatever_a_file_holds_it_is_read_or_named(file: str, content: bytes | str) -> None:
    with TemporaryDirectory() as directory:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (Path(directory) / file).write_bytes(raw)
        findings = Findings()
        read_directory(Path(directory), findings)
        assert len(findings) > 0


@given(st.lists(st.text(max_size=40), min_size=5, max_size=5))
def test_whatever_a_row_holds_it_is_read_or_named(cells: list[str]) -> None:
    with TemporaryDirectory() as directory, StringIO(newline="") as text:
        csv.writer(text).writerow(cells)
        raw = (SICKNESS + text.getvalue()).encode("utf-8", "surrogatepass")
        (Path(directory) / "sickness.csv").write_bytes(raw)
        findings = Findings()
        rows = read_directory(Path(directory), findings).of(SicknessRow)
        assert len(rows) + bool(len(findings)) <= 1


def test_the_types_of_rows_are_the_contract_s_columns(tmp_path: Path) -> None:
    homes = (
        "home_ref,name,cqc_location_id,icb_ods_code,joined_on,recorded_from,charged_from,programme_started_on,households\n"
        "ROSE,Rose House,1-123456789,QWO,2026-01-01,2026-02-01,,,Rose:10;Elm:8\n"
    )
    history, findings = read(
        tmp_path, homes=homes, costs="home_ref,month,category,amount\nROSE,2026-01,food,12.5\n"
    )
    assert findings == []
    (home,) = history.of(HomeRow)
    assert home.households == (("Rose", 10), ("Elm", 8))
    assert home.charged_from is None
    assert str(history.of(CostRow)[0].month) == "2026-01-01"
