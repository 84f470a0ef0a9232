"""Words about the journal: how a change came about, what undo did."""

HOW = {
    "typed": "录入",
    "pasted": "粘贴",
    "imported": "导入",
    "filled_rest": "补填",
    "last_year": "填上年数",
    "explained": "写原因",
    "compared": "二次录入核对",
    "keyed_again": "二次录入",
    "undo": "撤销",
    "redo": "恢复",
    "created": "新建工作库",
    "task_made": "新建任务",
    "task_opened": "打开任务包",
    "office_key": "办公室密钥",
    "key_admitted": "认可单位密钥",
    "key_refused": "否认单位密钥",
    "key_revoked": "停用单位密钥",
    "task_revised": "任务修订",
    "checked": "审核",
    "submitted": "上报定稿",
    "inquired": "征询定稿",
    "exported": "导出",
    "taken_in": "接收",
    "intake_undone": "撤回接收",
    "put_away": "移出签名不符的文件",
    "chosen": "选定一版",
    "answered": "退回、回执",
    "history": "登记历年数据",
    "attached": "加附件",
    "detached": "去掉附件",
    "backed_up": "备份",
    "restored": "从备份或第二份记录恢复",
    "handed_over": "交接出去",
    "reclaimed": "收回",
    "taken_up": "接手",
    "migrated": "升级工作库格式",
}
CHECKED_EVENT = "审出{found}条 已改{gone}条"
SUBMISSION_EVENT = "v{version} {digest}"
FILE_EVENT = "{name} {digest}"
TIME = "%m月%d日 %H:%M"
BLANK = "未填"
NOTHING_TO_UNDO = "没有可撤销的改动。"
NOTHING_TO_REDO = "没有可恢复的改动：只有刚撤销、之后没有再改动的才能恢复。"
SUBMITTED_SINCE = "第{version}版已于{at}上报定稿，之前的改动不能撤销。请直接改数，再导出新的一版。"
REVISED_SINCE = "任务已于{at}修订，之前的改动不能撤销。请直接改数。"
EARLIER_DAY = "要撤销的是{at}的{how}（{cells}格），不是今天的改动。撤销吗？"
EARLIER_REASON = "要撤销的是{at}写的原因，不是今天写的。撤销吗？"
ADD_YES = "确认后加 --yes 再运行。"
REVERSED = "已{done} {at}的{how}：{form} 第{row}行第{column}列 {then} → {now}"
AND_MORE = "，共{count}格"
REASON_REVERSED = "已{done} {at}的{how}：{form} {rule} {cells} 的原因 {then} → {now}"
NO_REASON = "未写"
FROM = "{how}：{source}"
WITH_REASON = "{value}（{reason}）"
NOTED = "附注：{note}"
