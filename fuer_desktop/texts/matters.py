"""Words about what an office has to settle: whose key it is, and which of two versions counts."""

REASON_LONG = "理由最多{most}个字，现在是{count}个字。请写短一些。"
REASON_SHORT = "请写明理由，至少{least}个字，日后查得到。"
REASON = "{answer}：{reason}"
ASKED = "已与单位核对"
ANSWERS = {
    "other_machine": "换了电脑",
    "other_person": "换了人",
    "not_ours": "不是本单位",
}
ALREADY_ACCEPTED = "{unit}第{version}版已验收，以它为准，不能另选。"
NOT_A_HEAD = "这一版已被更新的一版代替，或不在了，没有选定。请重新看一遍。"
NO_CONFLICT = "{unit}现在没有互不包含的版本，不用退回。"
RETURN_FILE = "{unit}_{year}_退回_{digest}.fuer"
RECEIPT_FILE = "{unit}_{year}_回执{number}_{state}.fuer"
RECEIPT_STATES = {"received": "已收", "accepted": "验收"}
NOTHING_COUNTS = "{unit}没有计入的版本（未报，或有冲突），不能写回执。"
NOTHING_TO_RECEIPT = "没有计入的上报包，不用写回执。"
OTHER_UNITS_ANSWER = "“{file}”是给另一个单位的，没有打开。请核对是否拿错了文件。"
NOT_AN_ANSWER = "“{file}”是{found}，不是退回包或回执。"
UNKNOWN_CELL_IN_RETURN = "“{file}”里有本单位报表没有的格子，没有打开。请与办公室核对。"
RETURN_OTHER_FORMS = (
    "“{file}”是按另一版表样退回的，没有打开。请先打开办公室最新的任务包，再打开它；"
    "仍打不开的，请办公室重新退回。"
)
RETURN_OPENED = "办公室退回了互不包含的{count}版：{cells}格不同。请逐格看过，再导出新的一版。"
RETURN_SAME = "办公室退回了互不包含的{count}版，各版的数没有不同。再导出一版即可。"
RETURN_KNOWN = "“{file}”以前打开过，没有变化。"
RECEIVED = "办公室已收到第{version}版（回执{number}号）。"
ACCEPTED = "办公室已验收第{version}版（回执{number}号）。"
RETURN_OPEN = (
    "办公室退回的差异还没有看完（{cells}格）。请先在首页打开退回的差异，逐格看过，再导出。"
)

# --- the office's page ----------------------------------------------------------------------

TITLE = "要定的事"
EMPTY_TITLE = "没有要定的事"
EMPTY_TEXT = (
    "收到的上报包都已计入。签名不认识的、签名不符的、同一单位几版互不包含的，会列在这里，"
    "等办公室处理。"
)
HEADERS = ("事项", "单位或文件")
OPEN_QUESTION = ("◇", "核对签名")
OPEN_CONFLICT = ("▲", "定哪一版")
UNVERIFIED = ("◇", "签名不符")
REFUSED = ("○", "已否认")
CHOSEN = ("○", "已选定")
OF_YEAR = "{unit}（{year}年度）"
COUNT = "待定{open}件，已定{settled}件。"
REASON_HINT = "理由：问过谁、怎样说的"

QUESTION = "{unit}：这是不是他们的电脑？"
WHY_SECOND = (
    "这{count}份上报包带着发给该单位的任务包里的凭证，但不是原来那台电脑签的。"
    "请打电话问清楚：是换了电脑，还是换了人？请对方读出上报页上的指纹，与下面新的一行逐组核对。"
)
WHY_UNPROVED = (
    "这{count}份上报包没有任务包里的凭证，签名也没有登记过，来历不明。"
    "请打电话问清楚是谁导出的，并核对指纹；要收下，须写明理由。"
)
WHY_KNOWN = "这{count}份上报包放在一边时签名还没有登记，现在已登记，可以收下。"
WHY_REFUSED = "办公室已答复不是该单位的，不计入。如果弄错了，可以改答。"
NEW_KEY = "新的指纹"
KNOWN_KEY = "已登记的指纹"
NO_KNOWN_KEY = "还没有登记"
WAITING_HEADERS = ("版本", "文件", "收到时间")
ADMITTED = "{unit}：已收下放在一边的{count}份（{tally}）。"
REFUSED_SAID = "{unit}：已记下不是该单位的，{count}份仍放在一边，不计入。"

NOT_KEPT = "这个文件已不在这里了。请重新看一遍。"
UNVERIFIED_HEAD = "“{file}”：签名不符"
UNVERIFIED_NEXT = (
    "这个文件里写的单位和数都不能相信，所以不计入，也不列在任何单位名下。"
    "请另存一份交给送来的人，请该单位重新拷贝或导出；好的一份收到以后，就可以把它移出。"
)
UNVERIFIED_ABOUT = ("文件", "收到时间", "来自", "文件摘要")
CAME = "%Y-%m-%d %H:%M"
COPY_OUT = "另存一份…"
COPY_OUT_TITLE = "另存签名不符的文件"
COPIED_OUT = "已另存到“{path}”。"
PUT_AWAY = "移出"
PUT_AWAY_SAID = "已移出“{file}”。接收记录里仍有这一行。"

CONFLICT = "{unit}：{count}版互不包含"
WHY_CONFLICT = "两台电脑各自改过。办公室可以选定完整的一版，也可以把差异退回该单位，由他们逐格核对后再报一版。办公室不改数。"
SETTLED_CONFLICT = "已选定{name}，可以改选。"
BASE = "共同的前一版：第{version}版"
NO_BASE = "没有收到共同的前一版"
RETURNED_AT = "已于{at}退回差异，等该单位再报。"
SIDE_NAMES = "甲乙丙丁戊己庚辛"
SIDE = "{name}版"
SIDE_HEAD = "{name}版（第{version}版）"
SIDE_WORDS = "{name}版　第{version}版，{made}导出，{received}收到；{who}{counts}"
SIDE_COUNTS = "　现在计入"
WHO = "{role}{name}"
CELL_HEADERS = ("表", "格")
BASE_HEAD = "共同的前一版"
BLANK = "未填"
SAME_FIGURES = "各版的数完全相同，不同的只是说明、附件或负责人。"
CELLS = "不同的{count}格（相同的没有列出）："
CHOOSE = "选定{name}版"
RETURN = "退回差异…"
CHOSEN_SAID = "{unit}：已选定{name}版，照它计入。"
RETURN_SAID = "退回包已写到“{path}”，请交给{unit}。"
CHOOSE_FOLDER = "退回包存放到哪个文件夹"

# --- at the desk ----------------------------------------------------------------------------

DESK_CARD = "办公室退回了互不包含的{count}版，有{cells}格不同，请逐格看过，再导出。"
DESK_CARD_SAME = "办公室退回了互不包含的{count}版，各版的数相同，看过即可再导出。"
DESK_OPEN = "看差异"
DESK_TITLE = "退回的差异"
DESK_REASON = "办公室的话：{reason}"
DESK_KEYS = "按1取甲版，按2取乙版，按0照现在的数；回车去看那一格；取过的可以撤销。"
DESK_HEADERS = ("表", "格")
DESK_HERE = "现在的数"
DESK_SEEN_HEAD = "看过"
DESK_SEEN = "✓"
DESK_LEFT = "{count}格不同，还有{left}格没有看。"
DESK_ALL = "{count}格都看过了。"
DESK_DONE = "核对完毕"
DESK_LATER = "以后再看"
DESK_SETTLED = "退回的差异已核对完毕。请再导出一版，它会代替退回的各版。"
DESK_SOURCE = "退回的差异，{name}版"
