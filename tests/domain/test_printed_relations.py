"""Relations as 填报说明 of real report systems print them: pasted in, they check as they should.

The lists are copied from the handbook of practice (section 4.3). Its own remarks in brackets are
left out, and what it shortens is written in full; each list says where.
"""

from dataclasses import dataclass

import pytest

from fuer_desktop.domain.errors import DefinitionError
from fuer_desktop.domain.forms import Column, Form, Row, Table
from tests.domain.builders import ONE_COLUMN, form, table
from tests.domain.figures import (
    assert_checks_as_it_should,
    findings,
    in_cells,
    keeping_all,
    pasted,
    printed_and_read_back,
)


def numbered(first, last, width=1):
    """Rows with the codes of a table, in order."""
    codes = [f"{code:0{width}d}" for code in range(first, last + 1)]
    return tuple(Row(f"第{code}项", code, unit="人", element=f"e{code}") for code in codes)


def titled(text):
    """Rows with these titles; two blanks stand under a row one less indented."""
    rows = []
    for code, line in enumerate(text.strip("\n").splitlines(), 1):
        title = line.strip()
        level = (len(line) - len(line.lstrip())) // 2
        rows.append(Row(title, f"{code:02d}", unit="人", element=f"e{code:02d}", level=level))
    return tuple(rows)


@dataclass(frozen=True)
class Printed:
    """A list as it is printed, the form it is pasted into, and how many rules it has."""

    text: str
    form: Form
    rules: int


A303 = Printed(
    "01(面积)=02+08+09+14+17+19+23+60+64;23(面积、产量)=24+28+30+32+37+41+44+48+51+53+54",
    form(table(numbered(1, 64, 2), (Column("1", "面积"), Column("2", "产量")))),
    rules=2,
)
A306_CODES = Printed(
    "1=2+3+4+5+6+7+8;9=10+12+13+18;10≥11;13=14+15+16+17;18≥19+20+21+22+23;24≥25+26+27;28≥29;"
    "30=31+32+33+34+35+36+37。",
    form(table(numbered(1, 37))),
    rules=8,
)
# In full: 红 is 红茶, and the second 其他 stands under its own total.
A306_TITLES = Printed(
    "茶叶产量=绿茶+青茶+红茶+黑茶+黄茶+白茶+其他茶;柑橘=柑+橘+橙+柚;苹果≥国光苹果;"
    "年末实有茶园面积≥本年采摘面积;年末果园面积=苹果园+柑橘园+梨园+葡萄园+桃园+猕猴桃园+其他。",
    form(
        table(
            titled("""
茶叶产量
  1.绿茶
  2.青茶
  3.红茶
  4.黑茶
  5.黄茶
  6.白茶
  7.其他茶
柑橘
  柑
  橘
  橙
  柚
  其他
苹果
  其中：国光苹果
年末实有茶园面积
  其中：本年采摘面积
年末果园面积
  苹果园
  柑橘园
  梨园
  葡萄园
  桃园
  猕猴桃园
  其他
""")
        )
    ),
    rules=5,
)  # fmt: skip
LABOUR = Printed(
    "1＞2,2＞3,3＞4,2＞5,5=6+7+8+9,5=＞10+11+12,5=＞13+14+15+16,5=17+18+19",
    form(table(numbered(1, 19))),
    rules=8,
)
# In full: 麻类 is 生麻, and in 经济作物 其他 is 其他作物.
A303_TITLES = Printed(
    "农作物总播种面积=粮食作物(另表)+经济作物;"
    "经济作物=油料+棉花+生麻+糖料+烟叶+中草药材+蔬菜及食用菌+瓜果类+其他作物;"
    "油料=油菜籽+花生+芝麻+胡麻籽+向日葵籽+其他;生麻=生黄红麻+生苎麻+生大麻+生亚麻+其他;"
    "糖料=甘蔗+甜菜;烟叶=烤烟+白肋烟+晒烟;其他作物=青饲料+绿肥+其他。",
    form(
        table(
            titled("""
农作物总播种面积
  经济作物
    油料
      油菜籽
      花生
      芝麻
      胡麻籽
      向日葵籽
      其他
    棉花
    生麻
      生黄红麻
      生苎麻
      生大麻
      生亚麻
      其他
    糖料
      甘蔗
      甜菜
    烟叶
      烤烟
      白肋烟
      晒烟
    中草药材
    蔬菜及食用菌
    瓜果类
    其他作物
      青饲料
      绿肥
      其他
""")
        ),
        table((Row("粮食作物", "01", unit="人", element="grain"),), code="2"),
    ),
    rules=7,
)  # fmt: skip
# In full: 竹材同 is the relation before it once more, for 竹材.
A307 = Printed(
    "当年造林面积≥竹林面积+退耕还林面积;当年造林面积=人工造林+飞播造林;"
    "=用材林+经济林+防护林+薪炭林+特种用途林;用材林≥速生丰产林;木材采伐量≥村及村以下采伐量;"
    "竹材采伐量≥村及村以下竹材采伐量;竹材采伐量=楠竹+杂竹。",
    form(
        table(
            titled(
                "当年造林面积\n竹林面积\n退耕还林面积\n人工造林\n飞播造林\n用材林\n速生丰产林\n"
                "经济林\n防护林\n薪炭林\n特种用途林\n木材采伐量\n村及村以下采伐量\n竹材采伐量\n"
                "村及村以下竹材采伐量\n楠竹\n杂竹"
            )
        )
    ),
    rules=7,
)
A309 = Printed(
    "大牲畜=牛+马+驴+骡;牛≥从事劳役的牛;牛=黄牛+水牛+良种及改良种乳牛+菜牛;其他大牲畜=马+驴+骡;"
    "羊=山羊+绵羊;家禽=鸡+鸭+鹅;奶类≥牛奶;绵羊毛≥细羊毛+半细羊毛;禽蛋=鸡蛋+鸭蛋+鹅蛋;"
    "蚕茧=桑蚕茧+柞蚕茧+其他。",
    form(
        table(
            titled(
                "大牲畜\n牛\n从事劳役的牛\n黄牛\n水牛\n良种及改良种乳牛\n菜牛\n其他大牲畜\n马\n驴\n骡\n"
                "羊\n山羊\n绵羊\n家禽\n鸡\n鸭\n鹅\n奶类\n牛奶\n绵羊毛\n细羊毛\n半细羊毛\n禽蛋\n鸡蛋\n"
                "鸭蛋\n鹅蛋\n蚕茧\n桑蚕茧\n柞蚕茧\n其他"
            )
        )
    ),
    rules=10,
)
# The codes run on through the book, and its tables name one another's.
BOOK = {
    "1": (1, 15), "2": (16, 25), "3": (26, 31), "4": (32, 45), "6": (46, 82), "7": (83, 98),
    "8": (99, 101), "10": (162, 164), "12": (165, 197), "13": (198, 220), "16": (270, 277),
    "17": (278, 292),
}  # fmt: skip
FARM_ECONOMY = Printed(
    "表一 4<2、3<2、4=5+6;表二 16=表三26、18=表七96、19=表四45、20=表六82、16=17+18+19+20、"
    "21=22+23+24+25=16/1、22=17/1、23=18/1、24=19/1、25=20/1;表三 26=27+28+29+30、31<26;"
    "表四 32=33+34+37+38+39+40+41、34=35+36、42=43+44、45=32-42;"
    "表五六 48=49+50+51+52+53+54、63=64+65+66、55=56+…+62、70=71+72+73+74;"
    "表七 83=84+89+90、84=85+86+87+88、93=94+95、96=83-93、85=表十164、86=表十二196、"
    "87=表十三219、94=表十六270;表八 101=99-100;表十 164=162-163;"
    "表十六 270=271+275、271=272+273+274、275=276+277;"
    "表十七 279=280+281+282+283+284+286+287+291+292、287=288+289+290。",
    form(
        *(
            Table(code, "表五六" if code == "6" else "", ONE_COLUMN, numbered(*codes))
            for code, codes in BOOK.items()
        )
    ),
    rules=38,
)
CERVICAL = Printed("1≥2≥3;4≥5", form(table(numbered(1, 5))), rules=2)
# In full: what the handbook says in words is written as 如果 … 则 …, 1≤x≤5 with its name, per class
# and per cent as what they are computed from.
EDUCATION = Printed(
    "1≤安保人员≤5;如果 实验仪器达标=1 则 仪器设备值（另表）>0;如果学校数>0，则厕所数>0;"
    "如果 校园网=1 则 网址(另表)=1 且 带宽（另表）>0;县级以上骨干教师≤专任教师;"
    "在校生@上年*80%≤上年体检人数≤在校生@上年*100%;在园人数/班数≤36、班数≤10;"
    "班额×年级班数≤年级学生数;入园人数≤在园人数;"
    "小学招生=小学一年级在校生≥受过学前教育数;六年级学生=本年预计毕业生;"
    "初中招生=初一在校生;小学毕业生≥初一招生",
    form(
        table(
            titled(
                "安保人员\n实验仪器达标\n学校数\n厕所数\n校园网\n县级以上骨干教师\n专任教师\n在校生\n"
                "上年体检人数\n在园人数\n班数\n班额\n年级班数\n年级学生数\n入园人数\n小学招生\n"
                "小学一年级在校生\n受过学前教育数\n六年级学生\n本年预计毕业生\n初中招生\n"
                "初一在校生\n小学毕业生\n初一招生"
            )
        ),
        table(
            (
                Row("仪器设备值", "01", unit="万元", element="equipment"),
                Row("网址", "02", unit="个", element="address"),
                Row("带宽", "03", unit="个", element="bandwidth"),
            ),
            code="2",
        ),
    ),
    rules=14,
)
# In full: Ai, Aj … are rows of a small table.
TURNED_ROUND = Printed(
    "符合以下情况为逻辑检查不合格：\n1、A1≤0；\n2、A1＜A2；\n3、A1≠A2+A3+A4；\n"
    "4、※※A5≠A2+A3（A4=0时此逻辑关系不成立）",
    form(table(tuple(Row(f"第{n}项", f"A{n}", unit="人", element=f"a{n}") for n in range(1, 6)))),
    rules=4,
)
# In full: what the handbook says in words (占比 ≤10%, 甲没有变化时乙不得变动) as relations.
TO_VERIFY = Printed(
    "总产量/播种面积≤1200；能繁殖的母畜≤年末存栏*10%；2≤播种面积÷耕地面积≤3；养殖面积≠水域面积；"
    "如果 校舍面积=校舍面积@上年 则 教室数=教室数@上年；80%≤女/男≤120%；水域面积=水域面积@上年",
    form(
        table(
            titled(
                "总产量\n播种面积\n耕地面积\n能繁殖的母畜\n年末存栏\n养殖面积\n水域面积\n校舍面积\n"
                "教室数\n女\n男"
            )
        )
    ),
    rules=7,
)
PRINTED = {
    "A303": A303,
    "A306 in codes": A306_CODES,
    "A306 in words": A306_TITLES,
    "鄂农定01": LABOUR,
    "A303 in words": A303_TITLES,
    "A307": A307,
    "A309": A309,
    "农经统计": FARM_ECONOMY,
    "宫颈癌": CERVICAL,
    "教育事业统计": EDUCATION,
    "反写式": TURNED_ROUND,
    "核实性": TO_VERIFY,
}
every_list = pytest.mark.parametrize("source", PRINTED.values(), ids=PRINTED)


@every_list
def test_a_printed_list_is_taken_apart_into_its_rules(source):
    assert len(pasted(source.form, source.text)) == source.rules


@every_list
def test_every_rule_of_a_printed_list_is_printed_with_codes_and_reads_back_as_the_same(source):
    for listed in pasted(source.form, source.text):
        assert printed_and_read_back(source.form, listed) == listed.says


@every_list
def test_every_rule_of_a_printed_list_is_silent_when_kept_and_tells_each_broken_comparison(source):
    for listed in pasted(source.form, source.text):
        assert_checks_as_it_should(source.form, listed)


@pytest.mark.parametrize("name", ["A306 in codes", "A306 in words", "A303 in words", "A307", "A309",
                                  "农经统计", "鄂农定01", "宫颈癌"])  # fmt: skip
def test_one_filled_form_can_keep_a_whole_printed_list(name):
    source = PRINTED[name]
    rules = pasted(source.form, source.text)

    figures = keeping_all([listed.says for listed in rules])

    assert figures is not None
    values = in_cells(source.form, figures)
    assert [listed.text for listed in rules if findings(source.form, listed, values)] == []


def test_a_list_restricted_to_columns_is_checked_in_those_only():
    rules = pasted(A303.form, A303.text)

    assert [sorted(listed.says.only) for listed in rules] == [["1"], ["1", "2"]]


def test_a_heading_in_front_of_a_blank_names_the_table_of_what_follows():
    tables = [listed.table for listed in pasted(FARM_ECONOMY.form, FARM_ECONOMY.text)]

    assert [tables.count(code) for code in BOOK] == [3, 10, 2, 4, 4, 8, 1, 1, 0, 0, 3, 2]


def test_a_title_that_several_groups_have_is_the_one_under_its_total():
    rules = pasted(A303_TITLES.form, A303_TITLES.text)

    last = {listed.text.partition("=")[0]: list(listed.says.relations[0].refs)[-1].name
            for listed in rules}  # fmt: skip
    assert (last["油料"], last["生麻"], last["其他作物"]) == ("e09", "e16", "e30")


def test_what_the_handbook_shortens_is_refused_with_the_nearest_title():
    with pytest.raises(DefinitionError) as refusal:
        pasted(A306_TITLES.form, "茶叶产量=绿茶+青茶+红+黑茶")

    assert str(refusal.value) == (
        "“茶叶产量=绿茶+青茶+红+黑茶”中（全文第12个字处）的“红”不是本表的代码或指标名称。"
        "是不是“红茶”？"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("经纬度不能重复", 1, id="uniqueness"),
        pytest.param("机构地址≥6个汉字且以汉字开头", 1, id="the length of a text"),
        pytest.param("安保人员≥6个汉字", 6, id="characters of a figure"),
        pytest.param("有党委负责人姓名→职务为书记", 1, id="one text following from another"),
    ],
)
def test_what_cannot_be_computed_is_left_to_people_in_a_sentence_that_says_so(text, place):
    with pytest.raises(DefinitionError) as refusal:
        pasted(EDUCATION.form, text)

    assert str(refusal.value) == (
        f"“{text}”中（全文第{place}个字处）：软件只审能计算的关系。"
        "是否重复、文字内容、姓名与职务等请写在填报说明里，由人核对。"
    )
