-- A club as the program kept it at schema 2, made by that program: an open offer, who waits behind it, a
-- closure with a displaced booking, notices, an operation key, a member who leaves on Friday. It stands on
-- Monday 2026-11-23 at 09:20.
PRAGMA application_id = 1178880817;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE audit (
	id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	operator TEXT NOT NULL,
	action TEXT NOT NULL,
	body TEXT NOT NULL,
	salt TEXT NOT NULL,
	digest TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "audit" VALUES(1,1795395600,'owner','change_settings','{"command":{"points_per_yuan":50},"result":{"settings":{"desk_hours":null,"grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":3,"notice_language":"zh_CN","points_per_yuan":50,"purchase_points_per_yuan":0,"remind_minutes_before":60,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"},"was":{"desk_hours":null,"grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":3,"notice_language":"zh_CN","points_per_yuan":100,"purchase_points_per_yuan":0,"remind_minutes_before":60,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"}}}','1b091f8692e5c1461082dd9e','3c6621aafbf495dc38342dc2295a4896de85a54c174d61ebf20e32e1ddaf6d46','012a1842b1b9f4977e7284477ac341f138162eb5d2799eeddb9ff445c4548472');
INSERT INTO "audit" VALUES(2,1795395600,'owner','add_facility','{"command":{"approval_levels":0,"buffer_minutes":0,"capacity":2,"code":"gym","confirm_minutes_before":null,"daily_quota":null,"group":null,"kind":"area","max_days_ahead":14,"min_notice_minutes":0,"name":"name of gym","no_show_grace_minutes":15,"offer_minutes":30,"promotion":"offer","release_unconfirmed":false,"weekly_quota":null,"whole_slot":false},"result":{"code":"gym"}}','520f396b388f86ff284915b6','e577d6ae6d0289b6dff6bd660e1db3099086cd9acb2e2f3c8afe2cb4462d8eed','1bcaef02f390770122ba927f31c5125d482ce089ab414f823c527570d2b12d46');
INSERT INTO "audit" VALUES(3,1795395600,'owner','publish_slots','{"command":{"also":[[],[]],"displace":false,"facilities":["gym"],"from":"2026-11-23","replace":false,"sha256":"38d8bac85fe2b3e05fde67e4ff18a555d78b6d541a9da84608c718fab260e3c8","slots":14,"to":"2026-11-29"},"result":{"changed":0,"displaced":[],"new":14,"offered":[],"promoted":[],"removed":0,"unchanged":0}}','14ebec1f3c586e940461f690','607f393ebfc74625a7e947482a8df9cbb2291ca9720ee21b5cfea66777ac3b3a','fd08d1c885d60d2c4cce4ea8225a0276804f580089316a9dd011814c199186dd');
INSERT INTO "audit" VALUES(4,1795395600,'owner','add_facility','{"command":{"approval_levels":0,"buffer_minutes":0,"capacity":1,"code":"court","confirm_minutes_before":null,"daily_quota":null,"group":null,"kind":"area","max_days_ahead":14,"min_notice_minutes":0,"name":"name of court","no_show_grace_minutes":15,"offer_minutes":30,"promotion":"offer","release_unconfirmed":false,"weekly_quota":null,"whole_slot":true},"result":{"code":"court"}}','f7aff191acbd58429e2c51a5','c406ea171937e60ea49d2b1f4c41caf128b3f86efad70001221c68af060c6fed','16bab6ba81931358cb66951f99aecc098badd0c2be05018ba4cbd0788a691870');
INSERT INTO "audit" VALUES(5,1795395600,'owner','publish_slots','{"command":{"also":[[],[]],"displace":false,"facilities":["court"],"from":"2026-11-23","replace":false,"sha256":"54561f6988bf9e43bf96c45b9749c1a2658f044a49a365f32274d0e68ad96ed0","slots":14,"to":"2026-11-29"},"result":{"changed":0,"displaced":[],"new":14,"offered":[],"promoted":[],"removed":0,"unchanged":0}}','7dd86b195205d77fd53a9316','7d9253045eb482509320546d49298324a0fec5ca29226bd3538a2affae986b87','d653d0bc124681a85c53cddb2a94a0ddf93e55c67ce602568887603dd22627ba');
INSERT INTO "audit" VALUES(6,1795395600,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":"科员","hired_on":"2019-03-01","name":"职工000001","performance":null,"phone":null,"shared":false,"staff_no":"000001"},"result":{"staff_no":"000001"}}','fcff002715ffbf2db897ac89','641f53945fe214f68b82aafaee6fe5f81801e1cc9827d2ec3907577368f8397a','1db48bdc3f4ee15a7d30bcb5aac1c9b2f1a272c65964502d6cd66d7523bb0715');
INSERT INTO "audit" VALUES(7,1795395600,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":"科长","hired_on":"2024-02-29","name":"职工000002","performance":null,"phone":null,"shared":false,"staff_no":"000002"},"result":{"staff_no":"000002"}}','6fbd3d5c774294a1db13823a','4997edc3bb73ff56ed2e518a48745eb8f54a248acbc18c0abbb1bf1ac762059d','cd4851bfcd7948b1b7af3022dca68b679914cc4be08c6086500b8a3135a76b33');
INSERT INTO "audit" VALUES(8,1795395600,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"职工000003","performance":null,"phone":null,"shared":false,"staff_no":"000003"},"result":{"staff_no":"000003"}}','a007f3c9c3852f234a181028','b30a356ee91c0c5b5331517aecc2490d95119fc25844bd6c1ca41bcf99cbf5cb','8cfdb0d9bf092ee2234540ac42cde8a5bad8e6190b1d76be028dd7bbd3e8ac1f');
INSERT INTO "audit" VALUES(9,1795395600,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"职工000004","performance":null,"phone":null,"shared":false,"staff_no":"000004"},"result":{"staff_no":"000004"}}','6caefe6056ffd4eb1f2ea79b','ec0298383598c5b7fd661633b3072cf1e567c8bde98b414ec1d3ec7a6ce2f56e','c780c88a4386b4b7c8dda91734311329ab7cfa41f499f6ec7f02f3cde38a6926');
INSERT INTO "audit" VALUES(10,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"gym","member":"000001","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B1","state":"confirmed"}}','6908733f641eddb35f7f439d','d6285dda4d0317ac2a27deaac89fb528e424a628509fa79b96e07e44327712e9','21889aea777e65678f5bc73faa116f2176cee7f730379f501acbf85dc87db98f');
INSERT INTO "audit" VALUES(11,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"gym","member":"000002","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B2","state":"confirmed"}}','ce5b6e4ac90fb5843d41b692','f8eb08412432270579abbb08a9a557270ef2a9fdbcda0141c4fe815e85efb5d0','0ec6be718c264ca61ed48b08bbdd8d71063c48ac3cff7bc2358dd81c94034544');
INSERT INTO "audit" VALUES(12,1795395600,'owner','join_waitlist','{"command":{"date":"2026-11-24","facility":"gym","member":"000003","party":1,"people":null,"purpose":null,"start":"17:30"},"result":{"entry":"W1","position":1}}','e19cffb47ca87b0a4f817c05','8cf38514eea3f63082e879c1e09e5beb225fac5ddca369345669689f59961836','6ae5a09aecc3c4da9c182640bcaa816ebb63e54738308f1478d3692f48f2eb7c');
INSERT INTO "audit" VALUES(13,1795395600,'owner','join_waitlist','{"command":{"date":"2026-11-24","facility":"gym","member":"000004","party":1,"people":null,"purpose":null,"start":"17:30"},"result":{"entry":"W2","position":2}}','80ff5e538095a11e83890046','c6809f1b8b11db6ce389aeb1100321fdf60db723fc40adba350c827023729568','7bfcc33c84aa1a3f9ec2b2eaf1e5e5bc567f1c90ef5dbc49b8aeb6c40fa96626');
INSERT INTO "audit" VALUES(14,1795395600,'owner','cancel','{"command":{"booking":"B1","reason":null},"result":{"offered":["W1"],"promoted":[],"state":"cancelled","was":{"date":"2026-11-24","facility":"gym","member":"000001","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false}}}','d2854865f79eff043dfc21da','de6a65b99fa4199ba4ebf48a9858dea8a3f8d9900b24c1e23bd4444b09b34e6e','20751c7ce0da6a19091961d23c0100a77f608d887117b3c3594507951e071f41');
INSERT INTO "audit" VALUES(15,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"court","member":"000001","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B3","state":"confirmed"}}','0b51db220dc9f2f03c0ede16','6b72604fb0e996c807f03a1c34f300f528adda4c6343e52e35df020154505f4d','e6133c04179b9be9b5766a839e0d3bc17b3f61689eba3e84d592c22296ae3de8');
INSERT INTO "audit" VALUES(16,1795395600,'owner','close_facility','{"command":{"dry_run":false,"event":false,"facility":"court","from":"2026-11-25T17:00","reason":"检修","to":"2026-11-25T20:00"},"result":{"closure":"C1","displaced":["B3"],"slots":[{"date":"2026-11-25","end":"19:30","start":"17:30"},{"date":"2026-11-25","end":"20:30","start":"19:30"}],"waiting":[]}}','a872ab4bcc3a3ce06b1248fa','2b4daf153461efb95f0c0b9307bd859068c22dfe558edb262bc8493042437b34','32db29c290512b3309364cc609f55e6a174c212cc288534d219fd70e0a7632b4');
INSERT INTO "audit" VALUES(17,1795395600,'owner','member_leaves','{"command":{"on":"2026-11-27","staff_no":"000004"},"result":{"cancelled":[],"entries":[],"offered":[],"promoted":[],"recalled":{"allowance":"0.00","points":"0"}}}','dc9ddc95009ed9898cf6878a','d6fe46d22ff56505306eb137abb9f40448310567d88f01cd92fa04006e941c56','ee3082615d8bbbf5a5da159d9f1a51769edbf67609325e7ed67439fd05bef239');
CREATE TABLE booking (
	id INTEGER NOT NULL,
	slot_id INTEGER NOT NULL,
	member_id INTEGER NOT NULL,
	day TEXT NOT NULL,
	party INTEGER NOT NULL,
	places INTEGER NOT NULL,
	people INTEGER,
	purpose TEXT,
	state TEXT NOT NULL,
	override TEXT,
	walk_in INTEGER NOT NULL,
	level INTEGER NOT NULL,
	booked_at INTEGER NOT NULL,
	placed_at INTEGER NOT NULL,
	no_show_at INTEGER,
	pardoned INTEGER NOT NULL,
	due_at INTEGER,
	due_kind INTEGER,
	reminded INTEGER DEFAULT 0 NOT NULL,
	attendance TEXT,
	PRIMARY KEY (id),
	CONSTRAINT counts CHECK (party >= 1 AND places >= 1 AND (people IS NULL OR people >= 1)),
	CONSTRAINT states CHECK (state IN ('pending', 'confirmed', 'checked_in', 'completed', 'cancelled', 'rejected', 'expired', 'released', 'no_show', 'displaced')),
	CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
	CONSTRAINT no_shows CHECK ((state = 'no_show') = (no_show_at IS NOT NULL)),
	CONSTRAINT attendance CHECK (attendance IS NULL OR attendance IN ('asked', 'promised')),
	CONSTRAINT flags CHECK (walk_in IN (0, 1) AND pardoned IN (0, 1) AND reminded IN (0, 1)),
	FOREIGN KEY(slot_id) REFERENCES slot (id),
	FOREIGN KEY(member_id) REFERENCES member (id)
)
 STRICT

;
INSERT INTO "booking" VALUES(1,3,1,'2026-11-24',1,1,NULL,NULL,'cancelled',NULL,0,0,1795395600,1795395600,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "booking" VALUES(2,3,2,'2026-11-24',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795509000,30,0,NULL);
INSERT INTO "booking" VALUES(3,19,1,'2026-11-25',1,1,NULL,NULL,'displaced',NULL,0,0,1795395600,1795395600,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE booking_step (
	id INTEGER NOT NULL,
	booking_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	state TEXT NOT NULL,
	operator TEXT NOT NULL,
	note TEXT,
	audit_id INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(booking_id) REFERENCES booking (id)
)
 STRICT

;
INSERT INTO "booking_step" VALUES(1,1,1795395600,'booked','confirmed','owner',NULL,10);
INSERT INTO "booking_step" VALUES(2,2,1795395600,'booked','confirmed','owner',NULL,11);
INSERT INTO "booking_step" VALUES(3,1,1795395600,'cancelled','cancelled','owner',NULL,14);
INSERT INTO "booking_step" VALUES(4,3,1795395600,'booked','confirmed','owner',NULL,15);
INSERT INTO "booking_step" VALUES(5,3,1795395600,'displaced','displaced','owner','C1: 检修',16);
CREATE TABLE closure (
	id INTEGER NOT NULL,
	facility_id INTEGER NOT NULL,
	from_at INTEGER NOT NULL,
	to_at INTEGER NOT NULL,
	reason TEXT NOT NULL,
	event INTEGER NOT NULL,
	closed_at INTEGER NOT NULL,
	reopened_at INTEGER,
	PRIMARY KEY (id),
	CONSTRAINT span CHECK (from_at < to_at),
	CONSTRAINT flags CHECK (event IN (0, 1)),
	FOREIGN KEY(facility_id) REFERENCES facility (id)
)
 STRICT

;
INSERT INTO "closure" VALUES(1,2,1795597200,1795608000,'检修',0,1795395600,NULL);
CREATE TABLE club (
	id INTEGER NOT NULL,
	settings TEXT NOT NULL,
	replayed INTEGER NOT NULL,
	pass_key TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT one CHECK (id = 1),
	CONSTRAINT flags CHECK (replayed IN (0, 1))
)
 STRICT

;
INSERT INTO "club" VALUES(1,'{"desk_hours":null,"grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":3,"notice_language":"zh_CN","points_per_yuan":50,"purchase_points_per_yuan":0,"remind_minutes_before":60,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"}',1,'4f19328bf96f3b7ffe7f928e13fbb1a2');
CREATE TABLE decision (
	id INTEGER NOT NULL,
	slot_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	cause TEXT NOT NULL,
	record TEXT,
	operator TEXT NOT NULL,
	free INTEGER NOT NULL,
	member_id INTEGER,
	code TEXT,
	party INTEGER,
	candidates TEXT NOT NULL,
	audit_id INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kinds CHECK (kind IN ('hand_out', 'refusal')),
	CONSTRAINT refusals CHECK ((kind = 'refusal') = (member_id IS NOT NULL)),
	FOREIGN KEY(slot_id) REFERENCES slot (id),
	FOREIGN KEY(member_id) REFERENCES member (id)
)
 STRICT

;
INSERT INTO "decision" VALUES(1,3,1795395600,'hand_out','cancelled','B1','owner',1,NULL,NULL,NULL,'[[1,3,1,"offered",null,null,null]]',14);
CREATE TABLE displacement (
	closure_id INTEGER NOT NULL,
	booking_id INTEGER NOT NULL,
	slot_id INTEGER NOT NULL,
	PRIMARY KEY (closure_id, booking_id),
	FOREIGN KEY(closure_id) REFERENCES closure (id),
	FOREIGN KEY(booking_id) REFERENCES booking (id),
	FOREIGN KEY(slot_id) REFERENCES slot (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "displacement" VALUES(1,3,19);
CREATE TABLE facility (
	id INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	group_name TEXT,
	capacity INTEGER NOT NULL,
	whole_slot INTEGER NOT NULL,
	approval_levels INTEGER NOT NULL,
	promotion TEXT NOT NULL,
	offer_minutes INTEGER NOT NULL,
	buffer_minutes INTEGER NOT NULL,
	min_notice_minutes INTEGER NOT NULL,
	max_days_ahead INTEGER NOT NULL,
	daily_quota INTEGER,
	weekly_quota INTEGER,
	no_show_grace_minutes INTEGER,
	confirm_minutes_before INTEGER,
	release_unconfirmed INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT flags CHECK (whole_slot IN (0, 1) AND release_unconfirmed IN (0, 1)),
	CONSTRAINT ranges CHECK (capacity >= 1 AND approval_levels BETWEEN 0 AND 2),
	CONSTRAINT kinds CHECK (kind IN ('room', 'equipment', 'area')),
	UNIQUE (code),
	UNIQUE (name)
)
 STRICT

;
INSERT INTO "facility" VALUES(1,'gym','name of gym','area',NULL,2,0,0,'offer',30,0,0,14,NULL,NULL,15,NULL,0);
INSERT INTO "facility" VALUES(2,'court','name of court','area',NULL,1,1,0,'offer',30,0,0,14,NULL,NULL,15,NULL,0);
CREATE TABLE member (
	id INTEGER NOT NULL,
	staff_no TEXT NOT NULL,
	name TEXT NOT NULL,
	department TEXT,
	grade TEXT,
	hired_on TEXT,
	phone TEXT,
	email TEXT,
	card_no TEXT,
	performance TEXT,
	shared INTEGER NOT NULL,
	left_on TEXT,
	pinyin TEXT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT flags CHECK (shared IN (0, 1)),
	UNIQUE (staff_no)
)
 STRICT

;
INSERT INTO "member" VALUES(1,'000001','职工000001',NULL,'科员','2019-03-01',NULL,NULL,NULL,NULL,0,NULL,'zhi gong 000001');
INSERT INTO "member" VALUES(2,'000002','职工000002',NULL,'科长','2024-02-29',NULL,NULL,NULL,NULL,0,NULL,'zhi gong 000002');
INSERT INTO "member" VALUES(3,'000003','职工000003',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'zhi gong 000003');
INSERT INTO "member" VALUES(4,'000004','职工000004',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-27','zhi gong 000004');
CREATE TABLE member_key (
	"key" TEXT NOT NULL,
	member_id INTEGER NOT NULL,
	PRIMARY KEY ("key", member_id),
	FOREIGN KEY(member_id) REFERENCES member (id)
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "member_key" VALUES('000001',1);
INSERT INTO "member_key" VALUES('1',1);
INSERT INTO "member_key" VALUES('g000001',1);
INSERT INTO "member_key" VALUES('gong000001',1);
INSERT INTO "member_key" VALUES('zg000001',1);
INSERT INTO "member_key" VALUES('zhig000001',1);
INSERT INTO "member_key" VALUES('zhigong000001',1);
INSERT INTO "member_key" VALUES('工000001',1);
INSERT INTO "member_key" VALUES('职工000001',1);
INSERT INTO "member_key" VALUES('000002',2);
INSERT INTO "member_key" VALUES('2',2);
INSERT INTO "member_key" VALUES('g000002',2);
INSERT INTO "member_key" VALUES('gong000002',2);
INSERT INTO "member_key" VALUES('zg000002',2);
INSERT INTO "member_key" VALUES('zhig000002',2);
INSERT INTO "member_key" VALUES('zhigong000002',2);
INSERT INTO "member_key" VALUES('工000002',2);
INSERT INTO "member_key" VALUES('职工000002',2);
INSERT INTO "member_key" VALUES('000003',3);
INSERT INTO "member_key" VALUES('3',3);
INSERT INTO "member_key" VALUES('g000003',3);
INSERT INTO "member_key" VALUES('gong000003',3);
INSERT INTO "member_key" VALUES('zg000003',3);
INSERT INTO "member_key" VALUES('zhig000003',3);
INSERT INTO "member_key" VALUES('zhigong000003',3);
INSERT INTO "member_key" VALUES('工000003',3);
INSERT INTO "member_key" VALUES('职工000003',3);
INSERT INTO "member_key" VALUES('000004',4);
INSERT INTO "member_key" VALUES('4',4);
INSERT INTO "member_key" VALUES('g000004',4);
INSERT INTO "member_key" VALUES('gong000004',4);
INSERT INTO "member_key" VALUES('zg000004',4);
INSERT INTO "member_key" VALUES('zhig000004',4);
INSERT INTO "member_key" VALUES('zhigong000004',4);
INSERT INTO "member_key" VALUES('工000004',4);
INSERT INTO "member_key" VALUES('职工000004',4);
CREATE TABLE notice (
	id INTEGER NOT NULL,
	kind TEXT NOT NULL,
	tier TEXT NOT NULL,
	member_id INTEGER NOT NULL,
	record TEXT NOT NULL,
	facts TEXT NOT NULL,
	due_at INTEGER NOT NULL,
	useful_until INTEGER NOT NULL,
	state TEXT NOT NULL,
	tries INTEGER NOT NULL,
	next_try_at INTEGER NOT NULL,
	claimed_until INTEGER,
	last_error TEXT,
	said TEXT,
	channel TEXT,
	done_at INTEGER,
	done_by TEXT,
	PRIMARY KEY (id),
	CONSTRAINT tiers CHECK (tier IN ('formal', 'light')),
	CONSTRAINT states CHECK (state IN ('pending', 'sent', 'told', 'failed')),
	CONSTRAINT done CHECK ((state = 'pending') = (done_at IS NULL)),
	FOREIGN KEY(member_id) REFERENCES member (id)
)
 STRICT

;
INSERT INTO "notice" VALUES(1,'booked','light',1,'B1','{"date":"2026-11-24","end":"19:30","facility":"gym","start":"17:30","state":"confirmed"}',1795395600,1795395600,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "notice" VALUES(2,'booked','light',2,'B2','{"date":"2026-11-24","end":"19:30","facility":"gym","start":"17:30","state":"confirmed"}',1795395600,1795512600,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "notice" VALUES(3,'offered','formal',3,'W1','{"date":"2026-11-24","end":"19:30","facility":"gym","start":"17:30","until":"2026-11-23T09:30"}',1795395600,1795397400,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "notice" VALUES(4,'cancelled','light',1,'B1','{"date":"2026-11-24","end":"19:30","facility":"gym","start":"17:30"}',1795395600,1795512600,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "notice" VALUES(5,'booked','light',1,'B3','{"date":"2026-11-25","end":"19:30","facility":"court","start":"17:30","state":"confirmed"}',1795395600,1795395600,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "notice" VALUES(6,'displaced','formal',1,'B3','{"date":"2026-11-25","end":"19:30","facility":"court","reason":"检修","start":"17:30"}',1795395600,1795606200,'pending',0,1795395600,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE notice_template (
	kind TEXT NOT NULL,
	language TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (kind, language)
)
 WITHOUT ROWID,
 STRICT

;
CREATE TABLE operation (
	"key" TEXT NOT NULL,
	digest TEXT NOT NULL,
	result TEXT NOT NULL,
	audit_id INTEGER NOT NULL,
	PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT

;
INSERT INTO "operation" VALUES('k1','803f9d962e4d295dd5ef2f84cbbf85fe6028d5ecd96a841554b3b96bdc830292','{"offered":["W1"],"promoted":[],"state":"cancelled","was":{"date":"2026-11-24","facility":"gym","member":"000001","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false}}',14);
CREATE TABLE set_aside (
	id INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	due_kind INTEGER NOT NULL,
	record INTEGER NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE slot (
	id INTEGER NOT NULL,
	facility_id INTEGER NOT NULL,
	day TEXT NOT NULL,
	start_minute INTEGER NOT NULL,
	end_minute INTEGER NOT NULL,
	begins_at INTEGER NOT NULL,
	ends_at INTEGER NOT NULL,
	capacity INTEGER NOT NULL,
	taken INTEGER NOT NULL,
	held INTEGER NOT NULL,
	peak INTEGER NOT NULL,
	closed INTEGER NOT NULL,
	withdrawn INTEGER NOT NULL,
	more_time INTEGER NOT NULL,
	waiting INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT slot_key UNIQUE (facility_id, day, start_minute),
	CONSTRAINT no_oversell CHECK (taken >= 0 AND held >= 0 AND taken + held <= capacity),
	CONSTRAINT places CHECK (capacity >= 1),
	CONSTRAINT minutes CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440),
	CONSTRAINT instants CHECK (begins_at < ends_at),
	CONSTRAINT line CHECK (waiting >= 0),
	CONSTRAINT day CHECK (length(day) = 10),
	CONSTRAINT flags CHECK (peak IN (0, 1) AND closed IN (0, 1) AND withdrawn IN (0, 1)),
	FOREIGN KEY(facility_id) REFERENCES facility (id)
)
 STRICT

;
INSERT INTO "slot" VALUES(1,1,'2026-11-23',1050,1170,1795426200,1795433400,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(2,1,'2026-11-23',1170,1230,1795433400,1795437000,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(3,1,'2026-11-24',1050,1170,1795512600,1795519800,2,1,1,0,0,0,0,1);
INSERT INTO "slot" VALUES(4,1,'2026-11-24',1170,1230,1795519800,1795523400,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(5,1,'2026-11-25',1050,1170,1795599000,1795606200,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(6,1,'2026-11-25',1170,1230,1795606200,1795609800,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(7,1,'2026-11-26',1050,1170,1795685400,1795692600,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(8,1,'2026-11-26',1170,1230,1795692600,1795696200,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(9,1,'2026-11-27',1050,1170,1795771800,1795779000,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(10,1,'2026-11-27',1170,1230,1795779000,1795782600,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(11,1,'2026-11-28',1050,1170,1795858200,1795865400,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(12,1,'2026-11-28',1170,1230,1795865400,1795869000,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(13,1,'2026-11-29',1050,1170,1795944600,1795951800,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(14,1,'2026-11-29',1170,1230,1795951800,1795955400,2,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(15,2,'2026-11-23',1050,1170,1795426200,1795433400,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(16,2,'2026-11-23',1170,1230,1795433400,1795437000,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(17,2,'2026-11-24',1050,1170,1795512600,1795519800,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(18,2,'2026-11-24',1170,1230,1795519800,1795523400,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(19,2,'2026-11-25',1050,1170,1795599000,1795606200,1,0,0,0,1,0,0,0);
INSERT INTO "slot" VALUES(20,2,'2026-11-25',1170,1230,1795606200,1795609800,1,0,0,0,1,0,0,0);
INSERT INTO "slot" VALUES(21,2,'2026-11-26',1050,1170,1795685400,1795692600,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(22,2,'2026-11-26',1170,1230,1795692600,1795696200,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(23,2,'2026-11-27',1050,1170,1795771800,1795779000,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(24,2,'2026-11-27',1170,1230,1795779000,1795782600,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(25,2,'2026-11-28',1050,1170,1795858200,1795865400,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(26,2,'2026-11-28',1170,1230,1795865400,1795869000,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(27,2,'2026-11-29',1050,1170,1795944600,1795951800,1,0,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(28,2,'2026-11-29',1170,1230,1795951800,1795955400,1,0,0,0,0,0,0,0);
CREATE TABLE waitlist (
	id INTEGER NOT NULL,
	slot_id INTEGER NOT NULL,
	member_id INTEGER NOT NULL,
	day TEXT NOT NULL,
	party INTEGER NOT NULL,
	people INTEGER,
	purpose TEXT,
	state TEXT NOT NULL,
	joined_at INTEGER NOT NULL,
	held INTEGER NOT NULL,
	offered_at INTEGER,
	offered_until INTEGER,
	ended_at INTEGER,
	booking_id INTEGER,
	passed_over TEXT,
	due_at INTEGER,
	due_kind INTEGER,
	PRIMARY KEY (id),
	CONSTRAINT counts CHECK (party >= 1 AND (people IS NULL OR people >= 1)),
	CONSTRAINT states CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'expired', 'left', 'lapsed', 'promoted')),
	CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
	CONSTRAINT standing CHECK (due_at IS NULL OR state IN ('waiting', 'offered')),
	CONSTRAINT held CHECK ((state = 'offered') = (held > 0)),
	CONSTRAINT offers CHECK (state <> 'offered' OR offered_until IS NOT NULL),
	FOREIGN KEY(slot_id) REFERENCES slot (id),
	FOREIGN KEY(member_id) REFERENCES member (id),
	FOREIGN KEY(booking_id) REFERENCES booking (id)
)
 STRICT

;
INSERT INTO "waitlist" VALUES(1,3,3,'2026-11-24',1,NULL,NULL,'offered',1795395600,1,1795395600,1795397400,NULL,NULL,NULL,1795397400,10);
INSERT INTO "waitlist" VALUES(2,3,4,'2026-11-24',1,NULL,NULL,'waiting',1795395600,0,NULL,NULL,NULL,NULL,NULL,1795512600,20);
CREATE UNIQUE INDEX member_card ON member (card_no) WHERE card_no IS NOT NULL;
CREATE INDEX member_key_member ON member_key (member_id);
CREATE INDEX slot_day ON slot (day, facility_id, start_minute);
CREATE INDEX notice_open ON notice (tier, useful_until, id) WHERE state IN ('pending', 'failed');
CREATE INDEX notice_member ON notice (member_id, id);
CREATE INDEX notice_record ON notice (record);
CREATE INDEX closure_standing ON closure (facility_id, to_at) WHERE reopened_at IS NULL;
CREATE INDEX booking_due ON booking (due_at, due_kind, id) WHERE due_at IS NOT NULL;
CREATE INDEX booking_displaced ON booking (day, id) WHERE state = 'displaced';
CREATE INDEX booking_slot ON booking (slot_id);
CREATE INDEX booking_no_show ON booking (member_id, no_show_at) WHERE no_show_at IS NOT NULL;
CREATE INDEX booking_member_day ON booking (member_id, day);
CREATE INDEX booking_no_show_at ON booking (no_show_at) WHERE no_show_at IS NOT NULL;
CREATE INDEX decision_slot ON decision (slot_id, id);
CREATE INDEX booking_step_booking ON booking_step (booking_id);
CREATE UNIQUE INDEX waitlist_once ON waitlist (slot_id, member_id) WHERE state IN ('waiting', 'offered');
CREATE INDEX waitlist_slot ON waitlist (slot_id, joined_at, id);
CREATE INDEX waitlist_member ON waitlist (member_id, day) WHERE state IN ('waiting', 'offered');
CREATE INDEX waitlist_due ON waitlist (due_at, due_kind, id) WHERE due_at IS NOT NULL;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.operator <> OLD.operator OR NEW.action <> OLD.action
      OR NEW.digest <> OLD.digest OR NEW.hash <> OLD.hash OR NEW.body <> '' OR NEW.salt <> ''
    BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;
CREATE TRIGGER audit_only_append BEFORE INSERT ON audit
    WHEN NEW.id <= (SELECT max(id) FROM audit)
    BEGIN SELECT RAISE(ABORT, 'audit records are only added at the end'); END;
COMMIT;
