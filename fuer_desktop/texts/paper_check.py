"""Words about comparing a printed page with a file by its check text."""

CURRENT = "现在填的数"
VERSION = "第{version}版"
PACKAGE = "“{file}”里的第{version}版"

SAME = "一致：{form}第{page}页（{rows}）与{unit}{kept}的数相同。"
EARLIER = (
    "纸与文件不同：{form}第{page}页（{rows}）印的是{unit}{kept}的数，{newest}有{count}格不同，列在下面。"
    "请让该单位按{newest}重新打印、签字盖章。"
)
EARLIER_SAME_CELLS = "纸与文件不同：{form}第{page}页（{rows}）印的是{unit}{kept}，本页的数与{newest}相同，只是续页的位置变了。"
EARLIER_FORM = (
    "纸与文件不同：{form}第{page}页（{rows}）印的是{unit}{kept}的数，用的是修订以前的表样，与{newest}不能逐格对照。"
    "请让该单位按{newest}重新打印、签字盖章。"
)
OTHER = (
    "纸与文件不同：{form}第{page}页的核对码与{unit}的{kept}都对不上。"
    "请先核对表号、页码和单位；都没有错，就请该单位按文件重新打印、签字盖章。"
)
ALL_ROWS = "{first}—{last}行"
ONE_ROW = "{first}行"
NO_ROWS = "只有填报说明"
DIFFERENCE_FIELDS = ("table", "row", "column", "name", "paper", "file")

NO_UNIT = "办公室的工作库里有许多单位，请用 --unit 写明是哪个单位的报表。"
UNKNOWN_UNIT = "任务{task}里没有填报单位“{unit}”。请核对单位代码。"
NOT_FILED = "{unit}不填报表“{form}”。该单位填的报表：{known}。"
NOTHING_SENT = "{unit}还没有上报，没有可以核对的数。"
NOT_IN_PACKAGE = "“{file}”里没有报表“{form}”。"
WHOSE_FORMS = (
    "上报包里没有报表的样子。请用 --workspace 写明收这个包的工作库（办公室的，或该单位自己的）。"
)
PAGE_NUMBER = "页码从1开始，请照纸上的“第几页”写。"
