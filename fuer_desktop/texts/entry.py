"""Words about figures: kinds of "no number", typing, cells."""

KINDS = {
    "number": "数",
    "text": "文字",
    "blank": "未填",
    "not_applicable": "不适用",
    "no_data": "无数据",
    "included": "并入",
    "exempt": "免报",
}
KIND_SIGNS = {
    "blank": "",
    "not_applicable": "—",
    "no_data": "无数据",
    "included": "并入",
    "exempt": "免报",
}
TEXT_WANTED = "这一格填文字，不填数。没有内容的选不适用。"
TEXT_TOO_LONG = "这段文字有{length}个字，最多{most}个字，请删短后再填。"
OF_WHICH = "其中"
COLUMN_IN_GROUP = "{group}：{title}"
CHOICE = "{code} {label}"
CHOICES_JOINED = "、"
CHOICE_WANTED = "“{text}”不是这一格的选项。请填选项的代码：{choices}；没有可选的按 / 选不适用。"
NUMBER_WANTED = "这一格填数，不填文字。"
AMBIGUOUS_SIGN = "“{text}”可能是0、不适用或无数据，程序不替您猜。请填0，或写“不适用”；无数据要写原因，请在格里按 / 选。"
EXEMPT_BY_OFFICE = "免报由办公室决定，填报单位不能自己填。"
KIND_WITH_REASON = "{kind}：{reason}"
KIND_NEEDS_REASON = "“{kind}”要写明原因，请在格里按 / 选。"
UNKNOWN_KIND = "“{text}”不是数据种类，请写：{known}。"

NOT_A_NUMBER = "“{text}”不是数字。请只填数字；没有数时请选不适用、无数据或并入。"
TOO_MANY_DECIMALS = "“{text}”的小数多于{decimals}位。本格保留{decimals}位小数，请改正后再填。"
NO_DECIMALS = "“{text}”带有小数。本格只填整数，请改正后再填。"
TOO_LARGE = "“{text}”太大，最多{digits}位数字。请核对计量单位。"
WRONG_SEPARATORS = "“{text}”里的分隔符不成三位一组，请去掉分隔符再填。"

UNKEEPABLE_TEXT = "原因或备注里有不能保存的字符（如换行、半个字）。请删去后重写。"
NO_NOTE_AT_TEXT = "这一格填的就是文字，不另写附注。"
REASON_NEEDED = "选“{kind}”时要写明原因，至少{least}个字。"
REASON_SHORT = "原因至少写{least}个字，不能只重复一个字。"
FINDING_CHANGED = "这条审核结果已经变了，不用写原因，或要对照现在的数重新写。"
NUMBER_WITHOUT_FIGURE = "种类是“数”，但没有填数字。"
FIGURE_WITHOUT_NUMBER = "种类是“{kind}”，不能同时填数字“{text}”。"

NO_SUCH_CELL = "{form}没有表{table}第{row}行第{column}栏。请核对代码（代码是文字，01不等于1）。"
COMPUTED_CELL = "{form}表{table}第{row}行第{column}栏由程序计算，不能填写。"
CLOSED_CELL = "{form}表{table}第{row}行第{column}栏不需要填写。"

BAD_PERIOD = "“{text}”不是报告期，请写四位年份，如2025。"
