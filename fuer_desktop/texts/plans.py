"""Words of the page that shows plans: what stands where, and what is asked."""

FILTER = "目标、指标、原文"
COUNTS = "主要目标{goals}条，目标值{targets}条"
FOUND = "找到目标值{targets}条"
OVERALL = "总体目标"
DASH = "—"
"""Before a goal that the text does not number."""
STRATEGIES = "策略措施中的目标值"
BASELINES = "基期值"
BASELINE = "{sign}{value}"
BASELINE_SIGNS = {"eq": "", "ge": "≥", "le": "≤", "about": "约"}
YEAR = "{year}年"
ANNUAL_UNTIL = "每年，至{year}年"
MAINTAIN = "须保持"
NOTE = "注：{note}"
EACH = {
    "township": "每个乡镇（街道）",
    "county": "每个区县",
    "village": "每个村",
    "school": "每所学校",
    "institution": "每个机构",
}
STANDINGS = {
    "goal": "主要目标",
    "box": "专栏指标",
    "strategy": "策略措施",
    "overall": "总体目标",
}
SPOKEN = "{wording}，{demand}，{when}"
JOIN = " · "
LIST = "、"

CHOOSE = "选中一条目标值，这里显示它的原文、指标和口径。"
DEMAND = "{demand}　{when}"
SENTENCE = "原文"
STANDS = "出处"
STANDS_IN = "{domain} · {standing}{item}"
STANDS_ITEM = "第{item}条"
BINDS = "约束对象"
ATTRIBUTE = "属性"
NOTE_HEAD = "说明"
INDICATOR = "指标"
INDICATOR_NAME = "{name}（{unit}）"
DEFINITION = "口径"
FORMS = "填报"
NO_FORM = "还没有报表填报"
FORM = "{code} {title}"
SOURCE = "数据来源"
RESPONSIBLE = "责任部门"
COOPERATING = "{responsible}（配合：{cooperating}）"
REFERENCE = "参照"
NOT_A_STATISTIC = "{words}（没有对应的统计指标，由人判断）"
WHERE = "{code} · {domain} · {wording}"

EMPTY_TITLE = "没有规划"
EMPTY_TEXT = "本任务没有带来规划。请与办公室联系。"
WIDEST_DOMAIN = "妇女参与决策和管理"
"""The longest name of a domain in the plans of our offices."""

DOMAINS = "领域"
TARGET = "目标的说明"
