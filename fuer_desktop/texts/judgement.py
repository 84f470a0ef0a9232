"""Words of verdicts: states, flags, and the sentences that give their reasons."""

NO_VALUE = "{year}年没有这个指标的数据。"
UNASKED = "还没有报表填报“{elements}”，算不出这个指标。"
MISSING_UNITS = "{year}年还缺{count}个填报单位的数据（{units}），合计不完整。"
NO_DENOMINATOR = "{year}年分母为0或没有数据，算不出指标。"
KIND_NOT_JUDGED = "本版本还不判断“{kind}”类目标（原文：{sentence}），请人工判断。"
SCOPE_NOT_JUDGED = "本版本还不判断按“{scope}”要求的目标（原文：{sentence}），请人工判断。"
NO_STATISTIC = "“{words}”没有对应的统计指标（原文：{sentence}），请人工判断。"
NO_REFERENCE = "没有{year}年的参照值“{name}”，无法比较。"
ONE_POINT = "{value}，距目标{aim}还差{gap}。只有这一年的数据，暂不评价进度。"
NO_DIRECTION = "{value}。只有这一年的数据，看不出方向，暂不评价。"
NO_BASE = "{value}，距目标{aim}还差{gap}。没有{base_year}年前后的基期值，暂不评价进度。"

REACHED = "{value}，已达到目标{aim}。"
FINAL_REACHED = "{value}，达到{target_year}年目标{aim}。"
FINAL_NEARLY = "{value}，接近{target_year}年目标{aim}，差{gap}。"
FINAL_MISSED = "{value}，未达到{target_year}年目标{aim}，差{gap}。"
FALLING_BACK = "{value}，已达到目标{aim}；按近年走势，{target_year}年前可能回落到目标之外。"
NOT_KEPT = "{value}，未保持在{aim}：{earlier_year}年曾达到。"
NOT_KEPT_NEAR = "{value}，未保持在{aim}：{earlier_year}年已在目标附近。"
NO_DIRECTION_BASE = "{value}。没有{base_year}年前后的基期值，看不出方向，暂不评价。"
PACE = (
    "{value}，比{base_year}年{moved}，目标{aim}；完成目标任务的{done}%，时间进度为{elapsed}%，"
    "进度比{ratio}，{outcome}；后{years}年需年均{needed}{speed_up}。"
)
FAST = "（进度较快）"
SPEED_UP = "，是前{years}年年均的{times}倍"
ROSE = "提高{amount}"
FELL = "下降{amount}"
UNCHANGED = "没有变化"
POINTS = {"%": "个百分点", "‰": "个千分点", "1/10万": "个十万分点", "1/万": "个万分点"}
"""Differences of rates are told in points (practice.md section 3)."""
UNITS_SHORT = "{count}个"
DIRECTION = "{value}，{base_year}年为{base}，要求{aim}：{trend}。"
FINAL_DIRECTION = "{value}，{base_year}年为{base}，要求{aim}：{outcome}。"
COUNT = "分子{count}，分母{total}。"
VALUE = "{year}年为{value}"
SHARE_NAME = "{name}：达到要求的单位占比"
SOURCE = "来源：{who}，{forms}"
NO_SOURCE = "来源：还没有报表填报"
SOURCE_UNITS = "{count}个填报单位"
SOURCE_EARLIER = "；{years}年为{source}"
LAGGING = "未达到的：{units}。"
LAGGING_UNIT = "{unit} {value}"
SHARE_VALUE = "{year}年{reached}个达到、{due}个应达到"

KINDS = {
    "bound": "定值",
    "about": "左右",
    "ratio": "比例",
    "direction": "方向",
    "slow_down": "得到控制",
    "keep": "保持合理比例",
    "balance": "趋于平衡",
    "change": "相对基期变化",
    "yearly_change": "年均变化",
    "reference": "参照",
    "milestone": "任务",
}
SCOPES = {"whole": "全域", "urban": "城市", "rural": "农村", "each": "每个单位", "part": "部分"}
COMPARATORS = {"ge": "≥", "gt": "＞", "le": "≤", "lt": "＜", "eq": ""}
AIM_EACH = "全部达到"
AIM_ABOUT = "{value}左右（{low}—{high}）"
AIM_REFERENCE = {
    "ref_ge": "不低于{name}（{value}）",
    "ref_about": "与{name}相适应（{value}）",
}
SENSES = {"increase": "提高", "decrease": "下降"}
ABOUT = "{value}左右"
SLOWED = "上升得到控制"
KEPT = "保持合理"
BALANCED = "趋于平衡"
DONE = "完成"
REFERENCES = {"ref_ge": "不低于{words}", "ref_about": "与{words}相适应"}
BASE = "基期"
BASE_YEAR = "{year}年"
CHANGES = {
    "base_percent": "比{base}{sense}{amount}",
    "base_points": "比{base}{sense}{amount}",
    "yearly_points": "每年{sense}{amount}",
    "yearly_mean_percent": "年均{sense}{amount}",
}
