//! Layouts in which offices draw up the same form: blocks side by side and below one another,
//! columns of their own, several forms in one file, lists with merged cells.

use jixiao::domain::companion::Companion;
use jixiao::domain::declaration::{Declaration, Indicator};
use jixiao::exchange::read::{FileRead, Wanted, parse};
use jixiao::exchange::reason::{Reason, What};

fn take(text: &str) -> FileRead {
    let wanted = Wanted {
        kind: None,
        year: 2024,
    };
    let read = parse("table", text.as_bytes(), &wanted);
    assert!(read.is_good(), "{:?} {:?}", read.failure, read.refused);
    read
}

fn refused(text: &str) -> FileRead {
    let read = parse("table", text.as_bytes(), &Wanted::default());
    assert!(!read.is_good());
    read
}

fn line(i: &Indicator) -> (bool, &str, &str, &str, &str) {
    (i.whole_project, &i.level1, &i.level2, &i.name, &i.value)
}

fn fen(d: &Declaration, key: &str) -> Option<i64> {
    d.fen(key).map(|f| f.get())
}

#[test]
fn blocks_side_by_side_share_their_first_level() {
    let read = take(
        "项目支出绩效目标申报表\n（2026年度）\n\
         项目名称,河道整治工程,,,主管部门及代码,[301]市水务局,\n\
         资金情况（万元）,中期资金总额：,300,,年度资金总额：,100,\n\
         ,其中：财政拨款,290,,其中：财政拨款,99,\n\
         ,其他资金,10,,其他资金,1,\n\
         总体目标,中期目标（2026年—2028年）,,,年度目标,,\n\
         ,三年整治12公里,,,当年整治4公里,,\n\
         绩效指标,一级指标,二级指标,三级指标,指标值,二级指标,三级指标,指标值\n\
         ,产出指标,数量指标,整治长度,≥12公里,数量指标,整治长度,≥4公里\n\
         ,,质量指标,验收合格率,100%,,,\n\
         ,效益指标,社会效益指标,受益人口,≥3万人,社会效益指标,受益人口,≥1万人\n",
    );
    let d = &read.declarations[0];
    let money: Vec<_> = [
        "total_amount",
        "total_fiscal",
        "total_other",
        "annual_amount",
        "annual_fiscal",
        "annual_other",
    ]
    .into_iter()
    .map(|k| fen(d, k).unwrap() / 1_000_000)
    .collect();
    assert_eq!(money, [300, 290, 10, 100, 99, 1]);
    assert_eq!(d.text("goal_total"), "三年整治12公里");
    assert_eq!(d.text("goal_annual"), "当年整治4公里");
    let lines: Vec<_> = d.indicators.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            (true, "产出指标", "数量指标", "整治长度", "≥12公里"),
            (false, "产出指标", "数量指标", "整治长度", "≥4公里"),
            (true, "产出指标", "质量指标", "验收合格率", "100%"),
            (true, "效益指标", "社会效益指标", "受益人口", "≥3万人"),
            (false, "效益指标", "社会效益指标", "受益人口", "≥1万人"),
        ]
    );
}

#[test]
fn blocks_below_one_another_and_blanks_are_told_apart() {
    let read = take(
        "项目支出绩效目标申报表\n（2023年度）\n\
         填报单位（盖章）：某局,,,,单位：万元\n\
         项目名称,垃圾分类,项目属性,新增项目√\n\
         主管部门,,主管部门编码,12345\n\
         开工日期,2023-03,本地特有的标签,丁\n\
         实施单位,,另一个标签,丙\n\
         资金总额,200,财政拨款,150,其他资金,50\n\
         长期绩效目标,建立分类体系\n\
         年度绩效目标,覆盖100个小区\n\
         长期绩效指标,一级指标,二级指标,指标内容,指标值,备注\n\
         ,产出指标,数量指标,覆盖小区,≥300个,\n\
         年度绩效指标,一级指标,二级指标,指标内容,指标值,备注\n\
         ,产出指标,数量指标,覆盖小区,≥100个,\n\
         ,,时效指标,完成时间,2023年12月,甲\n\
         ,,成本指标,,,\n\
         主管部门审核意见,\n",
    );
    let d = &read.declarations[0];
    assert_eq!(d.text("goal_total"), "建立分类体系");
    assert_eq!(d.text("department_code"), "12345");
    for blank in ["department_name", "unit_name"] {
        assert!(d.has(blank) && d.text(blank).is_empty(), "{blank}");
    }
    assert_eq!(d.day("start_date").unwrap().number(), 20_230_301);
    let lines: Vec<_> = d.indicators.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            (true, "产出指标", "数量指标", "覆盖小区", "≥300个"),
            (false, "产出指标", "数量指标", "覆盖小区", "≥100个"),
            (false, "产出指标", "时效指标", "完成时间", "2023年12月"),
        ]
    );
    assert_eq!(d.indicators[2].note("remark"), "甲");
    let aside: Vec<_> = read.aside.iter().map(|a| (a.row, a.what)).collect();
    assert!(aside.contains(&(16, What::Padding)));
    assert!(aside.contains(&(17, What::Note)), "{aside:?}");
}

#[test]
fn columns_of_a_province_come_in_under_their_own_keys() {
    let read = take(
        "项目支出绩效目标申报表,,,,,,,\n（2023年度）,,,,,,单位：万元,\n\
         项目名称,51000023R000000012345-数据中心运维,,,,,,\n\
         年度资金总额,120.5,,,,,,\n\
         一级指标,二级指标,三级指标,指标性质,指标值,度量单位,权重,评(扣)分标准\n\
         产出指标,数量指标,运维系统数量,≥,12,个/套,7.5,每少1个扣1分\n\
         效益指标,社会效益指标,业务保障,定性,优良中低差,,20,\n\
         合计,,,,,,27.5,\n",
    );
    let d = &read.declarations[0];
    assert_eq!(d.code, "51000023R000000012345");
    assert_eq!(fen(d, "annual_amount"), Some(120_500_000));
    let i = &d.indicators[0];
    assert_eq!(
        (i.op.as_deref(), i.unit.as_deref()),
        (Some("≥"), Some("个/套"))
    );
    assert_eq!((i.value.as_str(), i.weight), ("12", Some(750)));
    assert_eq!(i.note("scoring_rule"), "每少1个扣1分");
    assert_eq!(d.indicators.len(), 2);
    assert!(read.aside.iter().any(|a| a.what == What::Total));
}

#[test]
fn several_forms_in_one_file_are_several_projects() {
    let one = |name: &str, amount: &str| {
        format!(
            "财政项目支出绩效目标申报表\n（2026年度）\n项目名称,{name},项目性质,经常性项目\n\
             主管部门,某局,实施单位,某所\n\
             项目资金（元）,项目资金总额,{amount},年度资金申请总额,50.00\n\
             一级指标,二级指标,三级指标,年度指标值\n产出指标,数量指标,次数,≥3次\n"
        )
    };
    let read = take(&(one("甲", "100.00") + &one("乙", "200.00")));
    let got: Vec<_> = read
        .declarations
        .iter()
        .map(|d| {
            (
                d.name().to_string(),
                fen(d, "total_amount"),
                d.indicators.len(),
            )
        })
        .collect();
    assert_eq!(
        got,
        [
            ("甲".into(), Some(10_000), 1),
            ("乙".into(), Some(20_000), 1)
        ]
    );
    let twice = refused(&(one("甲", "100.00") + &one("甲", "200.00")));
    assert_eq!(twice.refused[0].reason, Reason::SameCode { row: 3 });
}

#[test]
fn a_list_carries_project_and_levels_down_over_blank_cells() {
    let read = take(
        "项目编码,项目名称,主管部门,预算金额(万元),年度总体目标,一级指标,二级指标,三级指标,指标值\n\
         P-1,甲项目,市水务局,100,修路,产出指标,数量指标,长度,≥10公里\n\
         ,,,,,,质量指标,合格率,100%\n\
         P-1,甲项目,,,,效益指标,社会效益指标,受益,≥3万人\n\
         P-2,乙项目,市水务局,50,买车,,,车,2辆\n",
    );
    let levels: Vec<_> = read
        .declarations
        .iter()
        .flat_map(|d| d.indicators.iter().map(|i| (d.code.as_str(), line(i))))
        .collect();
    assert_eq!(
        levels,
        [
            ("P-1", (false, "产出指标", "数量指标", "长度", "≥10公里")),
            ("P-1", (false, "产出指标", "质量指标", "合格率", "100%")),
            ("P-1", (false, "效益指标", "社会效益指标", "受益", "≥3万人")),
            ("P-2", (false, "", "", "车", "2辆")),
        ]
    );
}

#[test]
fn units_of_money_are_never_guessed() {
    let form = |block: &str, note: &str, amount: &str| {
        format!(
            "项目支出绩效目标申报表,,{note}\n项目名称,甲\n{block},年度资金总额,{amount}\n\
             一级指标,二级指标,三级指标,指标值\n产出指标,数量指标,次数,≥3次\n"
        )
    };
    let none = refused(&form("资金情况", "", "12"));
    assert_eq!(none.refused[0].reason, Reason::NoMoneyUnit);
    assert_eq!((none.refused[0].row, none.refused[0].column), (3, 3));
    let two = refused(&form("资金情况（元）", "单位：万元", "12"));
    assert!(matches!(
        two.refused[0].reason,
        Reason::TwoMoneyUnits { .. }
    ));
    let own = refused(&form("资金情况（元）", "", "12万元"));
    assert!(matches!(
        own.refused[0].reason,
        Reason::TwoMoneyUnits { .. }
    ));
    let word = refused(&form("资金情况（元）", "", "若干"));
    assert_eq!(word.refused[0].reason, Reason::NotAmount);
    for (block, note, amount, cents) in [
        ("资金情况（元）", "", "12", 1_200),
        ("资金情况", "单位：万元", "12", 12_000_000),
        ("资金情况", "", "12亿元", 120_000_000_000),
        ("资金情况", "", "0", 0),
    ] {
        let read = take(&form(block, note, amount));
        assert_eq!(fen(&read.declarations[0], "annual_amount"), Some(cents));
    }
}

#[test]
fn companion_tables_are_told_by_their_headings() {
    let budget =
        take("单位：万元\n项目编码,项目名称,主管部门,预算金额\nP-1,甲,某局,100\n合计,,,100\n");
    assert_eq!(budget.kind.as_deref(), Some("budget-record"));
    let Companion::BudgetRecord(b) = &budget.companions[0] else {
        unreachable!("{budget:?}")
    };
    assert_eq!(
        (b.code.as_str(), b.amount.map(|a| a.get())),
        ("P-1", Some(100_000_000))
    );
    assert_eq!(budget.companions.len(), 1);
    let quota = take("项目编码,项目名称,国债额度(万元)\nP-1,甲,80\nP-2,乙,20\n");
    assert_eq!(quota.kind.as_deref(), Some("bond-quota"));
    assert_eq!(quota.companions.len(), 2);
    let other = take("项目名称,实施单位,资金名称,金额（万元）\n甲,某所,中央水利资金,30\n");
    let Companion::OtherFund(o) = &other.companions[0] else {
        unreachable!("{other:?}")
    };
    assert_eq!((o.fund.as_str(), o.unit.as_str()), ("中央水利资金", "某所"));
    let last = take(
        "项目编码,项目名称,年度,年度资金(万元),三级指标,指标值,实际完成值\n\
         P-1,甲,2023,90,长度,≥9公里,9.5公里\nP-1,甲,2023,90,合格率,100%,98%\n",
    );
    let Companion::LastYear(l) = &last.companions[0] else {
        unreachable!("{last:?}")
    };
    assert_eq!((l.year, l.indicators.len()), (2023, 2));
    assert_eq!(l.indicators[1].actual, "98%");
}

#[test]
fn notes_and_sheets_of_instructions_keep_no_form_out() {
    let form = "财政项目支出绩效目标申报表\n（2026年度）\n项目名称,甲,项目性质,经常性项目\n\
                项目资金（元）,项目资金总额,100.00\n\
                一级指标,二级指标,三级指标,年度指标值\n产出指标,数量指标,次数,≥3次\n";
    let noted = format!(
        "{form}注：1.本财政项目支出绩效目标申报表随预算上报。\n绩效自评表另行填报，见附件。\n"
    );
    let read = take(&noted);
    assert_eq!((read.declarations.len(), read.rows_read), (1, 8));
    let mut book = rust_xlsxwriter::Workbook::new();
    let help = book.add_worksheet().set_name("填报说明").unwrap();
    help.write_string(0, 0, "项目支出绩效目标申报表填报说明")
        .unwrap();
    help.write_string(1, 0, "一、绩效自评时指标不得改动。")
        .unwrap();
    let sheet = book.add_worksheet().set_name("申报表").unwrap();
    for (r, row) in (0u32..).zip(form.lines()) {
        for (c, cell) in (0u16..).zip(row.split(',')) {
            sheet.write_string(r, c, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let read = parse("自评说明及申报表.xlsx", &bytes, &Wanted::default());
    assert!(read.is_good(), "{:?} {:?}", read.failure, read.refused);
    assert_eq!(read.declarations.len(), 1);
    assert_eq!(
        (read.kind.as_deref(), read.aside.len()),
        (Some("target"), 4)
    );
    // Instructions alone are no form.
    let alone = refused("项目支出绩效目标申报表填报说明\n一、逐项填写。\n");
    assert_eq!(alone.failure, Some(Reason::NoGrid));
    let other = refused("项目支出绩效自评表填报说明\n一、逐项填写。\n");
    assert_eq!(other.failure, Some(Reason::NoGrid));
    // A form that was torn off is no note.
    let torn = refused("项目支出绩效目标申报表\n项目名称,甲\n");
    assert_eq!(torn.failure, Some(Reason::NoGrid));
}
