"""Words about what an office has to settle: whose key it is, and which of two versions counts."""

REASON_SHORT = "请写明理由，至少{least}个字，日后查得到。"
REASON = "{answer}：{reason}"
ASKED = "已与单位核对"
ANSWERS = {
    "other_machine": "换了电脑",
    "other_person": "换了人",
    "not_ours": "不是本单位",
}
ALREADY_ACCEPTED = "{unit}第{version}版已验收，不能另选。要改用另一版，先撤销验收。"
NOT_A_HEAD = "这一版已被更新的一版代替，或不在了，没有选定。请重新看一遍。"
NO_CONFLICT = "{unit}现在没有互不包含的版本，不用退回。"
RETURN_FILE = "{unit}_{year}_退回_{digest}.fuer"
RECEIPT_FILE = "{unit}_{year}_回执{number}_{state}.fuer"
RECEIPT_STATES = {"received": "已收", "accepted": "验收"}
NOTHING_COUNTS = "{unit}没有计入的版本（未报，或有冲突），不能写回执。"
OTHER_UNITS_ANSWER = "“{file}”是给另一个单位的，没有打开。请核对是否拿错了文件。"
NOT_FROM_OFFICE = "“{file}”不是本单位登记的办公室签名的，没有打开。请与办公室核对。"
NOT_AN_ANSWER = "“{file}”是{found}，不是退回包或回执。"
UNKNOWN_CELL_IN_RETURN = "“{file}”里有本单位报表没有的格子，没有打开。请与办公室核对。"
RETURN_OPENED = "办公室退回了互不包含的{count}版：{cells}格不同。请逐格看过，再导出新的一版。"
RETURN_SAME = "办公室退回了互不包含的{count}版，各版的数没有不同。再导出一版即可。"
RETURN_KNOWN = "“{file}”以前打开过，没有变化。"
RECEIVED = "办公室已收到第{version}版（回执{number}号）。"
ACCEPTED = "办公室已验收第{version}版（回执{number}号）。"
RETURN_OPEN = (
    "办公室退回的差异还没有看完（{cells}格）。请先在首页打开退回的差异，逐格看过，再导出。"
)
