"""Words of the practice round."""

WHO = {"head": "演练负责人", "statistics_head": "演练统计负责人", "filler": "演练填表人"}
FOLDERS = {
    "tasks": "1-任务包",
    "desks": "2-填报单位",
    "inbox": "3-收到的上报包",
    "office": "4-办公室",
    "results": "5-结果",
    "charts": "6-进度图",
}
LATE_STICK = "z后到的U盘"

START = "演练：{place}，{plans}个规划、{targets}条目标、{forms}张报表、{units}个填报单位。单位和数据都是虚构的。"
LAST_YEAR = "{year}年度：{units}个单位填报、上报，办公室全部收下，作为上年数据。"
INVENTED = "{years}年各单位的数据共{cells}格，是按审核关系虚构的，每次都一样。"
UNSATISFIED = "  没能满足的关系：{year}年 {unit} {form} {rule} {message}"
MORE_UNSATISFIED = "  另有{count}处没能满足。"
HISTORY = "录入{count}个以前年度（到{until}年）和外部公布的指标值。"
HISTORY_FILE = "以前年度.csv"
SOURCE = "演练数据"
TASKS = "{year}年度：为{units}个单位写出任务包，应报{deadline}。"
FORM_CHANGED = "“{form}”换了版本（{changes}），上年的数按衔接带过来{cells}格。"
UNIT_MERGED = "{unit}由{before}合并而来，上年的数逐格相加，带过来{cells}格。"
FILL = "各单位打开任务包，填报{cells}格。"
NOT_A_NUMBER = "填错的数字当场拒绝：{message}"
MISTAKES = "审核发现{count}处问题，例如：{message}"
BLOCKED = "有问题时不能导出：{message}"
CORRECTED = "改正以后审核通过；{explained}处上年变动较大，已写明原因。"
EXPORTED = "{units}个单位导出签名的上报包，{again}又改了一次，导出第2版；{missing}没有上报。"
SPOILT = "另放进去：一个没有拷贝完的、一个重复的、一个后到的旧版。"
TAKEN_IN = "办公室接收{count}个文件：{tally}。"
OUTCOME = "  {outcome}  {message}"
AGAIN = "同一文件夹再接收一次：{tally}，数据没有变化。"
MISSING = "应报{due}个单位，已收{received}个，未报：{names}。"
INDICATORS = "计算{count}个指标，其中{known}个有{year}年的值。"
JUDGED = "判断{count}条目标：{tally}。"
KINDS = "各类目标中有值的：{tally}。"
KIND = "{kind} {reached}/{count}"
CHARTS = "画出{count}张进度图。"
DONE = "完成，用时{seconds:.0f}秒。结果在 {folder}（先看 {first}）。"
PRACTICE = "演练"
ACCOUNT = "（演练文字）{year}年“{row}”的{column}。"
INVENTED_REASON = "演练：本年按新的统计口径核实"
WORDS = "约六万"
OCCUPIED = "“{folder}”里有别的文件，没有改动。请用 --out 指定一个新的或上次演练的文件夹。"
MARKER = "演练.txt"
MARKER_TEXT = "本文件夹由“演练”生成，再次演练时会整个重写。单位和数据都是虚构的。\n"
"""By this file the next practice knows that it may replace the folder."""
