"""Words printed on official forms: heads, feet, what stands in place of figures."""

PRACTICE = "演练"
PENDING = "待批准"
COLON = "："
HEAD_RIGHT = {
    "code": "表　　号",
    "authority": "制定机关",
    "approved_by": "批准机关",
    "approval_number": "批准文号",
    "approved_until": "有效期至",
}
CREDIT_CODE = "统一社会信用代码"
BOX = "□"
UNIT_NAME = "填报单位（盖章）"
PERIOD = "报告期"
MEASURE = "计量单位"
TO_WRITE = "＿" * 14

NAME = "指标名称"
ROW_UNIT = "计量单位"
ROW_CODE = "代码"
NAME_LETTER, UNIT_LETTER, CODE_LETTER = "甲", "乙", "丙"
PART_OF = "其中："
DASH = "—"
TABLE_TITLE = "（{code}）{title}"
CONTINUED = "（续表）"
CONTINUED_NUMBER = "（续表{number}）"
NEXT_PAGE = "{title}（续）"

SUPPLEMENT = "补充资料："
SUPPLEMENT_TITLED = "补充资料（{title}）："
SENTENCE_CODE = "（{code}）"
SENTENCE_MORE, SENTENCE_END = "，", "。"
EMPTY_BOX, TICKED_BOX = "□", "☑"
CHOICE = "{box}{choice}"
CHOICES_IN_LINE = "　"

REMARKS = "注："
REMARK_DERIVED = "有底纹的格由程序按公式计算，不填报。"
REMARK_CLOSED = "“—”表示该格不填。"
REMARK_CLOSED_FILLED = "“—”表示该格不填，或该项不适用。"
REMARK_UNIT = "能换算的数以{unit}列示，率按换算前的数计算。"
NOTES = "填报说明"
NOTE = "{number}．"

SIGNATURES = {
    "head": "单位负责人：",
    "statistics_head": "统计负责人：",
    "filler": "填表人：",
    "phone": "联系电话：",
    "date": "报出日期：",
}
DATE = "{date:%Y}年{date.month}月{date.day}日"
DATE_TO_WRITE = "20　　年　　月　　日"

PAGE = "第{number}页　共{count}页"
SPACE = "　"
FOOT_FORM = "{code} 第{version}版表样"
FOOT_STATE = "{state}　打印时间 {at}"
FOOT_KEY = "密钥指纹 {key}"
FOOT_TIME = "{at:%Y-%m-%d %H:%M}"
CHECK = "核对码 {text}"
STAMP_DRAFT = "草稿"
STATES = {
    "blank": "空表",
    "draft": "草稿，尚未上报",
    "asked": "草稿，与发出的征询包一致，尚未上报",
    "changed": "草稿，第{version}版导出后有改动，尚未上报",
    "handed_in": "第{version}版，与已导出的上报包一致",
}

SIZES = {"a4": "A4竖", "a4-across": "A4横", "a3": "A3竖", "a3-across": "A3横"}
FORMS_TITLE = "{unit} {year}年报表"

NO_SUCH_FORM = "没有表号为“{code}”的报表。可用的表号：{known}。"
NOT_OF_PLACE = "{place}不用报表“{code}”。该地方用的报表：{known}。"
TOO_WIDE = "{form}最宽的表在A3纸上也放不下。请把宾栏分成两张表（续表）。"
TOO_WIDE_CHOSEN = "{form}最宽的表在{size}上放不下，缩小也不行。请选“自动”或更大的纸。"

CHECK_LENGTH = "“{text}”不是核对码。核对码是每页右下角的{length}位数字，如 4817-2093-5526。"
CHECK_MISREAD = "{text} 有一位读错或抄错了（末位是校验数字）。请再读一遍纸上的核对码。"
