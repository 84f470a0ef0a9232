"""Words of the practice book: a form with planted mistakes, and how many were put right."""

MENU = "演练本…"
OPENED = "这是演练本：数是虚构的，表里埋了错，请找出来改对。原始资料和成绩在“本表操作”或“帮助”的“演练本”里。"
PLACE = "演练县"
UNITS = {"township": "演练镇", "county": "演练区", "department": "{name}（演练）"}
MEMBER = "演练{kind}{number}"
MEMBERS = {"village": "村", "school": "学校", "institution": "机构"}
FILE = "演练_{form}"
MORE = "_第"
REASON = "演练：情况属实，已经核对过"

SLIPS = {
    "swapped": "数字颠倒",
    "extra_digit": "多写一位",
    "unit": "单位弄错",
    "neighbour": "填串了行",
    "sexes": "男女填反",
    "last_year": "抄了上年",
    "sum": "合计加错",
    "blank": "漏填",
    "reason": "没写原因",
}
WRONG = "{cell}：写成{wrong}，应是{right}。"
WRONG_MISSING = "{cell}：漏填，应是{right}。"
WRONG_REASON = "{cell}：{right}没有填错，只差原因。"
RULES_SAY = "审核指出：{message}"
HINTS = {
    "swapped": "审核查不出来，只有和原始资料逐位对。",
    "extra_digit": "审核查不出来。看位数：和上年差一位的，多半多写或少写了。",
    "unit": "审核查不出来。看计量单位：按“元”“人”写进“万元”“万人”，会大一万倍。",
    "neighbour": "审核查不出来。上下两行和上年对着看，都接不上的，多半填串了行。",
    "sexes": "审核查不出来。男、女两栏和上年对着看，大小反过来的要查原始资料。",
    "last_year": "审核查不出来。与上年一点不差的数，要问一句是不是忘了改。",
    "sum": "审核查不出来。把各分项再加一遍。",
    "blank": "未填的格显示为空，按 F4 逐条找。",
    "reason": "按 F4 找到这一条，核对属实后写明原因。",
}
WHAT_TO_DO = {
    "swapped": "按原始资料改正这一格。",
    "extra_digit": "按原始资料改正这一格。",
    "unit": "除以一万再填。",
    "neighbour": "把这两格的数对调。",
    "sexes": "把男、女两格的数对调。",
    "last_year": "换成本年的数。",
    "sum": "按分项之和改合计。",
    "blank": "填上这一格；确实没有数的，选不适用或无数据。",
    "reason": "按 F6 写明原因，不要改数。",
}
STATES = {"fixed": "✓ 已改对", "open": "✖ 还在", "otherwise": "✖ 改了，还不对"}
SPOILT = "{cell}：本来是{right}，现在是{now}。"
NO_VALUE = "未填"

NOT_ONE = "“{path}”不是演练本，没有删除。"
CANNOT_REMOVE = "演练本“{path}”没有删掉（{reason}）。请关掉占用它的程序再试。"

TITLE = "演练本"
OFFER = "用虚构的数练一遍：表里埋了错，找出来改对，再看成绩。\n演练的数单独存放，导出的包办公室不会收，练完可以删掉。"
OFFER_FORM = "练哪张表"
ITEM = "{title}　{code}"
ITEM_COPY = "{title}　{code}　（有一本没删）"
USUAL_TITLE = "乡镇（街道）表"
BEGIN = "开始演练"
GO_ON = "接着练"
REMOVE = "删掉演练本"
CANCEL = "取消"
CLOSE = "关闭"
PREPARING = "正在编虚构的数、埋错，请稍等…"
REMOVED = "演练本已删掉，没有留下别的文件。"

PAPERS_TAB = "原始资料"
SCORE_TAB = "看成绩"
PAPERS = "台账上的数都是对的。表里埋了{count}处错：有的和它对不上，有的只少了原因。"
CELL_HEADING = "指标和栏"
FIGURE_HEADING = "台账上的数"
SCORE = "改对 {fixed}/{count} 处"
SCORE_FULL = "全部改对，也没有弄错别的格。"
SCORE_SPOILT = "另有{count}格本来是对的，被改错了。"
SCORE_LEFT = "下面写着每处错在哪里、怎么看得出来、怎么改。"
NOT_BEGUN = "还没有改过一格。先按 F4 看审核结果，再和原始资料对一对，然后来看成绩。"
SHOW_ANSWERS = "直接看答案"
MARK = "{state}　{name}"
SPOILT_MARK = "✖ 改错了　本来是对的"
GO_TO = "到这一格"
AGAIN = "换一批错再练"
