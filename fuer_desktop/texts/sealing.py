"""Words about packages that are sealed: whom for, and what to do where they cannot be opened."""

COVERS = {
    "open": "",
    "sealed": "本单位有敏感报表，导出的包是加密的，路上谁也看不到数，只有办公室和本单位能打开。",
    "bare": "本单位有敏感报表，但办公室的任务包没有带加密用的密钥，导出的包不加密。请用专人专盘送交，或请办公室用新版程序重发任务包。",
}
BAD_RECIPIENT = (
    "任务{task}里办公室的加密密钥写法不对，不能导出加密的包。请办公室重发任务包，打开后再导出。"
)
NO_KEY_HERE = (
    "“{file}”是加密的，工作库“{workspace}”里没有能打开它的密钥，不能核对。"
    "请用导出它的单位的工作库，或收件办公室的工作库再核对。"
)
