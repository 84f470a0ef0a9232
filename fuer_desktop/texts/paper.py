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
NEXT_PAGE = "{title}（续）"

REMARKS = "注："
REMARK_DERIVED = "有底纹的格由程序按公式计算，不填报。"
REMARK_CLOSED = "“—”表示该格不填。"
REMARK_CLOSED_FILLED = "“—”表示该格不填，或该项不适用。"
REMARK_UNIT = "能换算的数以{unit}列示，率按换算前的数计算。"
NOTES = "填报说明"
NOTE = "{number}．"

SIGNATURES = (
    "单位负责人：",
    "统计负责人：",
    "填表人：",
    "联系电话：",
    "报出日期：20　　年　　月　　日",
)
PAGE = "第{number}页　共{count}页"

NO_SUCH_FORM = "没有表号为“{code}”的报表。可用的表号：{known}。"
NOT_OF_PLACE = "{place}不用报表“{code}”。该地方用的报表：{known}。"
TOO_WIDE = "{form}最宽的表在A3纸上也放不下。请把宾栏分成两张表（续表）。"
