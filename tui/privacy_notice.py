"""A text to begin with for telling members what is kept of them. To be checked by the club's counsel: it
names what the program keeps, and cannot know what else the club does."""

TEMPLATES: dict[str, str] = {
    "zh_CN": """职工之家个人信息告知书（范本，启用前须经本单位法律顾问审核）

一、谁在处理：本单位职工之家。联系人、电话：＿＿＿＿。
二、处理什么：工号、姓名、部门、级别、入职日期、手机、邮箱、工卡号；预约、候补、签到、福利额度、积分、兑换与领取的记录。
三、为了什么：办理预约、发放与兑换，通知您，核对账目，回答您的询问。不用于其他目的。
四、保存多久：在职期间；离职后 24 个月内删除可识别您身份的信息。账目按会计档案规定保存，删除后不带姓名。
五、给谁：不对外提供。通知经本单位开通的渠道发送。
六、您的权利：查阅、复制、更正、删除，撤回同意，要求说明规则。请到前台办理；不同意不影响您的劳动关系，但无法办理相应服务。
七、敏感信息：困难、疾病等情况非必要不登记；登记时另行征得您的同意。""",
    "en": """Privacy notice of the staff club (a model: to be checked by counsel before use)

1. Who: the staff club of this organisation. Contact: ________.
2. What: staff number, name, department, grade, day of hire, phone, e-mail, card; records of bookings,
waitlists, check-ins, welfare allowance, points, redemptions and hand-outs.
3. What for: to book, to grant and redeem, to tell you what concerns you, to keep the books, to answer your
questions. For nothing else.
4. How long: while you are employed; within 24 months of leaving, what tells who you are is erased. The books
are kept as the law on accounts asks, then without your name.
5. To whom: to nobody outside. Notices go by the channels that the organisation has set up.
6. Your rights: to see it, to have a copy, to have it corrected or erased, to withdraw consent, to be told the
rules. Ask at the desk. Refusing does not touch your employment; the service in question can't be given then.
7. Sensitive data: hardship or illness are not recorded unless they must be, and then with your consent.""",
}
"""By language."""
