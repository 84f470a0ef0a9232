"""Words about taking-ins as a whole: taking one back, its report, what could not be taken in."""

NO_RUN = "没有第{number}次接收。请核对编号。"
UNDONE_BEFORE = "第{number}次接收早已撤回，没有再改动。"
UNDO_DECIDED = (
    "不能撤回：{unit}第{version}版是这一次收下的，办公室已就它{what}。数有错的，请该单位再报一版。"
)
DECIDED = {"choice": "选定过版本", "return": "写过退回包", "receipt": "写过回执"}
"""What an office has done about a version, so that its taking-in cannot go away."""
TAKEN_BACK = "第{number}次接收已撤回：{what}。同一文件夹可以再收一次。"
TAKEN_BACK_PARTS = {
    "submissions": "上报{count}版",
    "inquiries": "征询{count}份",
    "waiting": "放在一边的{count}份",
}
NOTHING_ALONE = "没有要退出的"
STAYING = "另有{count}份后来又收到过，留着，算后来那一次收的。"
TAKEN_BACK_NOTHING = "这一次没有收下什么"

FROM_QUARANTINE = "放在一边的"
REPORT_FIELDS = (
    "次",
    "时间",
    "来源",
    "文件",
    "结果",
    "单位代码",
    "单位",
    "版本",
    "说明",
    "另注",
    "校验值",
    "撤回",
)
REPORT_FILE = "接收结果_第{number}次.csv"
RUN_LINE = "第{number}次　{at}　{source}　{count}个文件：{tally}{undone}"
UNDONE = "（已撤回）"
NO_RUNS = "还没有接收过。"
FAILED_FOLDER = "没收下的_第{number}次"
NOT_COPIED = "“{file}”拷不出来（{reason}），请从原处取。"
COPIED = "没有收下的{count}个文件和接收结果已拷到“{folder}”，可以交给送件人。"
NOTHING_FAILED = "第{number}次接收没有收不下的文件。"
SOURCE_GONE = "“{file}”已不在原处（{source}），没有拷。"
