"""Words about backups, restoring and rehearsing."""

REASONS = {
    "start": "打开时",
    "work": "工作中",
    "by_hand": "手动",
    "import": "导入前",
    "taking_in": "接收前",
    "submitted": "上报定稿",
    "catch_up": "补回改动前",
    "restore": "恢复前",
}
WHEN = "%Y-%m-%d %H:%M"
DAY = "%m月%d日"
NOT_REHEARSED = "备份可恢复：还没有演练"
REHEARSED = "备份可恢复：是，{day}已演练"
REHEARSED_BAD = "备份可恢复：否，{day}演练时发现：{fault}"
NOTHING_TO_REHEARSE = "还没有备份。"
NOT_THE_SAME = "备份“{path}”与工作库不一致，没有留下它。请检查磁盘空间后重试。"
OTHER_CONTENT = "备份“{name}”的内容变了，不能用来恢复。"
OTHER_HEAD = "备份“{name}”的变更记录与备份清单不符。"
UNREADABLE = "读不出备份“{name}”（{reason}）。"
UNKNOWN = "没有名为“{name}”的备份。现有：{known}。"
NONE_KEPT = "本机没有“{path}”的备份和第二份记录。请从别处的备份复制一份过来再打开。"
SWITCHED_NEW = "已恢复“{path}”。"
SWITCHED = "已恢复“{path}”，原来的文件存为“{kept}”。"
NOT_SWITCHED = "以上是恢复后会变的内容，还没有恢复。确认后加 --yes 再运行。"
BLANK = "未填"
COMPARED = "与现在相比：{differing}格不同，少{fewer}条变更记录，多{more}条。"
FILES_GONE = "附件会少：{files}。"
FILES_BACK = "附件会回来：{files}。"
COMPARED_NOTHING = "现在的文件读不出来，不能比较；恢复后共有{total}格数据。"
CELL_BACK = "{unit} {period}年 {form} 第{row}行第{column}列：{now} → {then}"
MADE = "已备份：{name}（{size} KB）。"
LISTED = "{at}  {reason}  第{number}次改动  {size} KB  {name}"
