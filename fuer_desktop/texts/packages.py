"""Words about files that travel: task packages, submissions, folders of them."""

KINDS = {
    "task": "任务包",
    "submission": "上报包",
    "inquiry": "征询包",
    "return": "退回包",
    "receipt": "回执",
    "handover": "交接包",
}
NOT_A_PACKAGE = "“{file}”不是本程序的包。请核对是否拿错了文件。"
CUT = "“{file}”不完整（可能没有拷贝完）。请重新拷贝或重新导出。"
ALTERED = "“{file}”的内容与签名不符，可能在途中被改动或损坏。请重新拷贝或重新导出。"
EMPTY = "“{file}”是空的，一个字节也没有（可能没有拷贝完，或还在云端没有下载）。请重新拷贝。"
FILES = "包 (*.fuer)"
UNSIGNED = "“{file}”没有签名，不能证明是谁导出的。请让该单位用本程序重新导出。"
UNVERIFIED = "{why}文件已原样放在一边，没有计入。"
TOO_LARGE = "“{file}”超过{limit}MB，不可能是本程序的包。请核对是否拿错了文件。"
NEWER_FORMAT = "“{file}”由较新版本的程序导出（格式{found}，本程序支持{known}）。请换用新版程序。"
UNKNOWN_SUITE = "“{file}”使用本程序不认识的签名方式（{suite}）。请与对方核对程序版本。"
UNNAMED_SUITE = "名称不明"
MALFORMED = "“{file}”里的“{path}”写法不对。请让对方用本程序重新导出。"
CANNOT_HOLD = (
    "要写的包里“{path}”超出了一个包放得下的，没有写出，工作库没有改动。请把这句话告诉技术支持。"
)
SEALED_FOR_OTHERS = "“{file}”是加密的，这里没有能打开它的密钥。请在收件的办公室打开。"
WRONG_KIND = "“{file}”是{found}，这里要的是{wanted}。"

UNKNOWN_TASK = "“{file}”属于任务{task}，本工作库没有这个任务。请核对年度和办公室。"
UNKNOWN_UNIT = "“{file}”来自填报单位{unit}，任务里没有这个单位。"
UNIT_TAKEN_OUT = "“{file}”来自填报单位{unit}，任务修订以后不再要该单位填报，没有收下。"
OTHER_OFFICE = "“{file}”是交给另一个办公室的，没有收下。请核对是否拿错了文件；本办公室重建过的，先在任务页登记从前的密钥。"
NOT_OWN_PAPER = (
    "“{file}”不是{unit}自己导出的，也不是本办公室用现在的密钥凭盖章件录入的，放在一边，没有计入。"
    "有盖章件的，请照纸重新录入。"
)
UNKNOWN_KEY = "“{file}”的签名不是{unit}登记的，放在一边，没有计入。请与该单位联系核对。"
IS_PRACTICE = "“{file}”是演练用的，没有收下，也不用收。请让该单位从自己的工作库导出正式的上报包。"
IS_REAL = "“{file}”是正式的上报包，这里是演练用的办公室，没有收下。请打开正式的办公室工作库再接收。"
OTHER_FORMS = "“{file}”按另一版报表填报（{form}），没有收下。请让该单位打开新的任务包。"
AND_MORE_FORMS = "{forms}等{count}张"
UNKNOWN_CELLS = "“{file}”里{form}的格子{cell}不在报表中，没有收下。请让该单位用本程序重新导出。"
UNSHOWN_TEXT = "“{file}”里{where}的文字有换行、控制符等不能照原样显示的字符，没有收下。请让该单位用本程序重新导出。"
UNKNOWN_FINDING = "“{file}”里{form}的审核结果（{finding}）没有所属的报表或写了两次，没有收下。请让该单位用本程序重新导出。"
TASK_CHANGED = "工作库里已有任务{task}，内容与“{file}”不同，没有改动。请与办公室核对。"
OTHER_PLACE = "本工作库已有任务{other}，不能再建另一个地方的任务{task}（演练与正式也要分开）。请为它另建一个办公室工作库。"
TASK_DIFFERS = "任务{task}已经下发，报表、单位名单、期限或其他定义与下发的不同，没有改动。要修订已下发的任务，请确认修订（命令行加 --revise）；不修订的，请恢复原来的定义，或换一个年度。"
TASK_OTHER_OFFICE = (
    "“{file}”来自另一个办公室，本工作库已登记在原来的办公室，没有打开。请与办公室核对。"
)
TASK_OTHER_UNIT = "“{file}”是发给{found}的，本工作库属于{own}，没有打开。"

SELF_EXEMPT = "“{file}”里有填报单位自己填的免报，没有收下。免报由办公室决定，请让该单位改为实际情况，再报一版。"
WRONG_YEAR = "“{file}”报的是{found}年度，本任务是{own}年度，没有收下。请核对是否拿错了文件。"
KEY_NOT_VALID = "“{file}”的签名密钥已被办公室停用或否认，放在一边，没有计入。请与{unit}联系核对。"
SECOND_KEY = "“{file}”来自{unit}，但不是原来那台电脑签的（换电脑？换人？）。请与该单位核对后答复，答复以前不计入。"
OUTCOMES = {
    "new": "新",
    "newer": "更新",
    "older": "旧版",
    "same": "相同",
    "conflict": "冲突",
    "accepted": "已验收",
    "inquiry": "征询",
    "untrusted": "签名不符",
    "unknown_unit": "单位不认识",
    "wrong_year": "年份不符",
    "wrong_forms": "表样版本不符",
    "damaged": "损坏",
    "refused": "不收",
}
OUTCOME_LINES = {
    "new": "{unit} 第{version}版，已收下。",
    "newer": "{unit} 第{version}版，代替第{before}版。",
    "older": "{unit} 第{version}版，比已收的第{before}版旧，留作历史。",
    "same": "{unit} 第{version}版，以前已收过，没有变化。",
    "conflict": "{unit} 第{version}版，与已收的第{before}版互不包含，两版都暂不计入。请选定一版，或退回该单位核对。",
    "accepted": "{unit} 第{version}版，留作历史；该单位已验收，仍以验收的那一版为准。",
    "inquiry": "{unit} 征询（将作第{version}版），只供查看，不计入。请看它问的是什么。",
}
NOT_TAKEN_IN = {
    "task": "“{file}”是任务包，是发给单位的，没有收下。请向该单位要上报包。",
    "return": "“{file}”是退回包，是发给单位的，没有收下。请交给该单位打开。",
    "receipt": "“{file}”是回执，是发给单位的，没有收下。请交给该单位打开。",
    "handover": "“{file}”是交接包，不是上报的，没有收下。请交给接手的人打开。",
}
"""What is none of a taking-in's business, by kind."""
FOLDER_GONE = "文件夹“{folder}”读到一半读不下去了（{reason}）。请检查U盘是否插好，再收一次。"
EMPTY_FOLDER = "“{folder}”里没有包（.fuer 文件）。请核对文件夹。"
NO_FOLDER = "文件夹“{folder}”不在。请核对路径。"

UNIT_STATES = {
    "unfilled": "未填",
    "filling": "填报中",
    "submitted": "已报出（{version}）",
    "received": "已收（{version}）",
    "returned": "退回（{version}）",
    "accepted": "验收（{version}）",
    "conflict": "冲突",
    "missing": "未报",
}
NO_TASK_YET = "还没有任务"
RECEIVED_OF = "已收{received}/{due}"
LATE = "逾期"
BLOCKED = "还不能导出：有{count}处没有处理的审核结果。{first}"
NOBODY_FILES = "任务没有任何填报单位可填的报表。请核对地方定义和单位名单。"
CELL_ROWS_HEADER = "“{file}”的第一行应为：{header}。"
MORE_PROBLEMS = "另有{count}行有问题。"
TOO_MANY_FIELDS = "栏数太多。文字里有逗号的，要用双引号括起来。"
UNREADABLE_ROW = "这一行读不懂（可能缺一个双引号，或一格太长）。"
CELL_ROW_PROBLEM = "“{file}”第{line}行：{problem}"
OTHER_UNIT_ROW = "填报单位是{found}，本工作库属于{own}，不能代填。"
OTHER_PERIOD_ROW = "报告期是{found}，本任务是{own}。"
FORM_NOT_ASSIGNED = "{form}不是本单位要填的报表。"
SIGNATORIES = {"head": "单位负责人", "statistics_head": "统计负责人", "filler": "填表人"}
SIGNED_BY = "签名人"
SIGNATORY_MISSING = "请填写{who}，再导出。"
