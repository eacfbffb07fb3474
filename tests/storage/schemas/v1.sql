-- A club as the program kept it at schema 1, made by that program: bookings in every state it knew, settings
-- changed, a slot taken out of the schedule, an operation key. It stands on Monday 2026-11-23 at 16:15.
PRAGMA application_id = 1178880817;
PRAGMA user_version = 1;
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
INSERT INTO "audit" VALUES(1,1795136400,'owner','change_settings','{"command":{"desk_hours":"08:00-21:00","no_show_limit":2,"points_per_yuan":50,"remind_minutes_before":90},"result":{"settings":{"desk_hours":"08:00-21:00","grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":2,"points_per_yuan":50,"purchase_points_per_yuan":0,"remind_minutes_before":90,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"},"was":{"desk_hours":null,"grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":3,"points_per_yuan":100,"purchase_points_per_yuan":0,"remind_minutes_before":60,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"}}}','e513dcffbce465a75ecce0a8','23b3d851720d6986b5a437381b6b80d799f5731344b94c9ea50299c59b002765','2937d20c9822c409dd3bac070977179f515b5cd680e3ae89456ef6d84d1ad0d6');
INSERT INTO "audit" VALUES(2,1795136400,'owner','add_facility','{"command":{"approval_levels":0,"buffer_minutes":0,"capacity":2,"code":"gym","confirm_minutes_before":null,"daily_quota":2,"group":null,"kind":"area","max_days_ahead":14,"min_notice_minutes":0,"name":"name of gym","no_show_grace_minutes":15,"offer_minutes":20,"promotion":"offer","release_unconfirmed":false,"weekly_quota":5,"whole_slot":false},"result":{"code":"gym"}}','50ee490d7d8c608091addad3','2b434c8724c4ed422c5e3d5453f51ea1fcb9b3ff70df3258c8f698ddbb9550e1','d623610c6b35f5afcd90a606c4013d197d46c83df19a620ca78e999dfc2370b6');
INSERT INTO "audit" VALUES(3,1795136400,'owner','add_facility','{"command":{"approval_levels":0,"buffer_minutes":0,"capacity":2,"code":"court","confirm_minutes_before":120,"daily_quota":null,"group":"courts","kind":"area","max_days_ahead":14,"min_notice_minutes":0,"name":"name of court","no_show_grace_minutes":15,"offer_minutes":30,"promotion":"auto","release_unconfirmed":true,"weekly_quota":null,"whole_slot":false},"result":{"code":"court"}}','0c8e16d804c3e506f55c7631','d80f7c33fe085e0f88238c273f561fea72b2f521b108ae73c6e32ed7c42bb196','6bdb5eb3c879dd63a1c228b2f88a97a0b6860f5c4fcd5cfe3f4044586322f0d9');
INSERT INTO "audit" VALUES(4,1795136400,'owner','add_facility','{"command":{"approval_levels":2,"buffer_minutes":10,"capacity":8,"code":"room","confirm_minutes_before":null,"daily_quota":null,"group":null,"kind":"room","max_days_ahead":14,"min_notice_minutes":0,"name":"name of room","no_show_grace_minutes":15,"offer_minutes":30,"promotion":"offer","release_unconfirmed":false,"weekly_quota":null,"whole_slot":true},"result":{"code":"room"}}','69f879c72d027ac5869d0c53','6237163f01175f1ecd97cb7e6201409c6068a74b3b26032cc460304007f8c0ab','b35e7856c44a8e630569ed5d22fd28dec93ed096f6c36c700b81d6d135b67109');
INSERT INTO "audit" VALUES(5,1795136400,'owner','add_member','{"command":{"card_no":"A1","department":"财务部","email":null,"grade":null,"hired_on":null,"name":"欧阳小明","performance":null,"phone":"13800138000","shared":false,"staff_no":"000001"},"result":{"staff_no":"000001"}}','b5f30c2bd4aca4904ae1f5cf','c6a6e5172b798cf157959f49153ce3ad30c2ac4973af3fc0a055e5dfe65327d1','f14c0db76426fb0aba454f9bdc424ec9abef5c69cb2ac8071abb313989bdd1ae');
INSERT INTO "audit" VALUES(6,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"李四","performance":null,"phone":null,"shared":false,"staff_no":"000002"},"result":{"staff_no":"000002"}}','0a0aa7cc469cf8e035c7629c','b6f50f1ad7dc381e3610162f0e426b9f708ea6c0461f5800d4e9412bc94d3ac2','2ed2d5ead89199bc5732c01c1a04f72ac9af41a5c94116a9741b4736f3d50ea2');
INSERT INTO "audit" VALUES(7,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"王芳","performance":null,"phone":null,"shared":false,"staff_no":"000003"},"result":{"staff_no":"000003"}}','cbfbf05e7d2377a548bcbe6f','892f07cd252971bdcaf5bef141a14f93f1388033009eabf79592eb4a26aa58fe','8dd8c8c8519a9fb080cd572862da4c7710c46912ff4fa001e630643c0565f796');
INSERT INTO "audit" VALUES(8,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"工会","performance":null,"phone":null,"shared":true,"staff_no":"000004"},"result":{"staff_no":"000004"}}','6d52abf480e6dc7367069e04','9173156f948e8819b7cdf06e524c7f15e4c33b7cd8382836f5d3093c141a1dda','223703f60fe309a7e7f99b21d6dda62d382b0984f6cf4ca6344bf70b36a771a8');
INSERT INTO "audit" VALUES(9,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"O''Brien","performance":null,"phone":null,"shared":false,"staff_no":"000005"},"result":{"staff_no":"000005"}}','d620286d99691ae4e884e43a','2825510b7238972462e319e4c6472ccc4f06b38a2c8fe735996e18b25de4dcf2','8b51f5e897bc2fdafd4851440736aaf8c68486626d3572ecd3b06905a0de0ac3');
INSERT INTO "audit" VALUES(10,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"赵六","performance":null,"phone":null,"shared":false,"staff_no":"000006"},"result":{"staff_no":"000006"}}','4024985c82f842df71745a5c','4fa650f0f258a9878eadb16a2ec2ea83cf69d57d66cc45ff75e381a52db3b796','6f317723f96a590b0a4ba12e3ef86028a8efd64570a5135312d756fccb6c1efe');
INSERT INTO "audit" VALUES(11,1795136400,'owner','add_member','{"command":{"card_no":null,"department":null,"email":null,"grade":null,"hired_on":null,"name":"钱七","performance":null,"phone":null,"shared":false,"staff_no":"000007"},"result":{"staff_no":"000007"}}','97d3b2f2240fc80032a1770c','81759ae7fc664bedc245a7b48cbf1227485beaf2b739bd534b2e049d49b83b3f','a1bda97e5a98d13b1d3883c8b81fc106566f1fee9ed4314a0cdc2378f2c5e8a1');
INSERT INTO "audit" VALUES(12,1795136400,'owner','publish_slots','{"command":{"also":[[],[]],"displace":false,"facilities":["court","gym","room"],"from":"2026-11-20","replace":false,"sha256":"51eb10056503ac4e74bb31a5fabf848a905ac88f9d637b7d775f53bc3eb2608b","slots":28,"to":"2026-11-25"},"result":{"changed":0,"displaced":[],"new":28,"removed":0,"unchanged":0}}','fdfd4b1ab5fa657fe896e3f0','df04090f7c65a7b1b1d4347b19134cd033e56eae7f04be51eb1e0765dcf1b44a','27efdbec58a9db3a9c07737fb7f33b39f01bba1ef52a3f121b42566478359216');
INSERT INTO "audit" VALUES(13,1795136400,'owner','book','{"command":{"date":"2026-11-20","facility":"gym","member":"000001","override":null,"party":1,"people":null,"purpose":null,"start":"12:00","starts":null,"walk_in":false},"result":{"booking":"B1","state":"confirmed"}}','50a12c18f976c98e78402a65','0c1714eae6434519ab7a8a433d2d79025729c3464761799a2fe929c7511c5543','a61b450136abab153432e73e3bd5f4584c6b1aa7e8d081ca14b270c6802f2153');
INSERT INTO "audit" VALUES(14,1795136400,'owner','book','{"command":{"date":"2026-11-20","facility":"gym","member":"000002","override":null,"party":1,"people":null,"purpose":null,"start":"12:00","starts":null,"walk_in":false},"result":{"booking":"B2","state":"confirmed"}}','94c2b9b4db52fe2eec46990e','71533fe9004a6dcb804ee390bb6267405b41f13ce3d0333e38e16f347fa555e0','92865d539f7665b1c20c3d6e6e742e355085d7ae170aaa6ceefa5354fa84d78b');
INSERT INTO "audit" VALUES(15,1795136400,'owner','book','{"command":{"date":"2026-11-20","facility":"court","member":"000003","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B3","state":"confirmed"}}','78363483e1a8815f220300ca','7ff1508133557010fde649a08699d3a6c12e73318e8946a5092ad53e269695a8','c204eb3ee9211592452bac77a2bb20a60f49767b11d0005ea25b66af078e21f5');
INSERT INTO "audit" VALUES(16,1795136400,'owner','book','{"command":{"date":"2026-11-20","facility":"court","member":"000005","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B4","state":"confirmed"}}','d4b8e9152b4ab1b2540cb9d5','0eba05624e8be0cdd11362b908d183bdd7cc5e25d674520b424682a997ea84fe','ca5fc90a0744ecee0ecfe89f0e14b83cacc9ff30954600ef61d0878141bb615e');
INSERT INTO "audit" VALUES(17,1795136400,'owner','book','{"command":{"date":"2026-11-20","facility":"room","member":"000001","override":null,"party":1,"people":6,"purpose":"例会","start":"14:00","starts":null,"walk_in":false},"result":{"booking":"B5","state":"pending"}}','7b5b4d47a9fab2d6bc33173c','02c0da92b51aeb7bc5d6a8fb2a2f997dadaecd1af10e619198979acc8af253f5','d63f0d80fdd2b9923bda5f29b01dc357f551eca33ef3128903493222325f2d9d');
INSERT INTO "audit" VALUES(18,1795146600,'owner','check_in','{"command":{"booking":"B1","override":null},"result":{"already":false,"state":"checked_in"}}','d21e904dc2ca9185a3c20f16','c9ab071af457b49feafe484d85b9311d4d8670845e4c2ad3d90285e30c19adc4','e12cf60622bd3d4acf6330811a32b5e8585b3d96cbc05d43669cf01d4f4f71bf');
INSERT INTO "audit" VALUES(19,1795148100,'clock','no_show','{"due_at":1795148100,"record":"B2"}','f0eb798f1e40adbd2104505b','c8d6e4fa954feb9cfa8aaf934a486b79e33bd7048637bf96998b7106ad64948d','81c256683ee4eb6e16ad673747719ba06add6804d84551a48595d158baa19a9e');
INSERT INTO "audit" VALUES(20,1795150800,'clock','complete','{"due_at":1795150800,"record":"B1"}','b9ae8b39709742254de253b1','bb7f97ffc97fee37c90ee00ecbf3ac17f2a9dc528999a1aa5715420b9f106ef0','22b39f8fbae6c92ee80c67cba742a61541f9f3c6557703fafd1f209480646562');
INSERT INTO "audit" VALUES(21,1795154400,'clock','expire','{"due_at":1795154400,"record":"B5"}','9a89846e328994e73c72d2be','84bbbc1287d86505a1d1a2273a6bcac06e2f5ac4f11c58f5344ff67511014a41','60e22eae18ae15878aa524aefdf97b7f72cad322027ac6469d80cd15aea9b86e');
INSERT INTO "audit" VALUES(22,1795156200,'owner','book','{"command":{"date":"2026-11-20","facility":"gym","member":"000006","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B6","state":"confirmed"}}','2963f4e00d8f761ed37629e4','4e11c8d3ae544052eaf2d9e4cf82822cc8259bf32b6c8c6de8fe0ae889153209','211d2b76014542c122ed6817881ed460f52b7c814655384e9cad95f0f3343c83');
INSERT INTO "audit" VALUES(23,1795167300,'owner','book','{"command":{"date":"2026-11-20","facility":"gym","member":"000007","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":true},"result":{"booking":"B7","state":"checked_in"}}','7968efc12c40a1bf67409be0','4b5ebe895266c4b3394d8e007877cc32eb06317e3a329d859d2bf083bd114394','1b93b654ee0da4ea97af40a5d0a88a510f5b1855bcb850815e329e583965071a');
INSERT INTO "audit" VALUES(24,1795167900,'clock','no_show','{"due_at":1795167900,"record":"B3"}','79cebfafe737d697654780fc','bfb6b6a148dcbe3a64d73031bfa6b3705fef50ee2f2694bb6b38155715ed0224','816d236f04cda4e0598a03f3d2bc03a4dc3a41efc1977352851f14023f71d539');
INSERT INTO "audit" VALUES(25,1795167900,'clock','no_show','{"due_at":1795167900,"record":"B4"}','4347e59deffe45692511d4c2','5796153f7c9e960c4f66ad0d49c7d835a270ada7762fa2b5eb0d7fbd5874ab5d','44521ffbe9ff22d4a96a9ad79c09fbedb501f4722ab8b8b338981103080cd99e');
INSERT INTO "audit" VALUES(26,1795167900,'clock','no_show','{"due_at":1795167900,"record":"B6"}','baebd3f926d5851acb4435e3','4e0aa640a16d92e08a0f77be7dbc6350a07710637219691fcb58b2788faabeac','695bb7f5368d5fcd0d9a2154b158780c029371222eecde1703a4cf2376dd22b7');
INSERT INTO "audit" VALUES(27,1795174200,'clock','complete','{"due_at":1795174200,"record":"B7"}','db4b9021f3e8b6462c5066ae','f6a318a7dc3a492ad6dfa7f6baa75b4fc05ecd0b71a853d3e8a59f9baf7d179b','5e3f5feca4b21a251a043f803e8dbebf8af36284b07ed82098e10c182eb79d5f');
INSERT INTO "audit" VALUES(28,1795181400,'owner','pardon_no_shows','{"command":{"from":"2026-11-20T12:00","reason":"停电","to":"2026-11-20T13:00"},"result":{"bookings":["B2"]}}','be48c11d0d22f2b7b835c8b5','06bd09f99607c960305a5b9c165590223a76e3daa1f0fc8eee68278f6ac10a5b','df1719dfd2915f7f03b40ab313bf284e667fd851d4d4af8816689baccbe4bbb6');
INSERT INTO "audit" VALUES(29,1795395600,'owner','publish_slots','{"command":{"also":[[],[]],"displace":false,"facilities":["gym"],"from":"2026-11-23","replace":false,"sha256":"7eabac48f8ade9e2f6aa9fbf3e94e8dc00333abdea7ca296aa80dd9caff1195f","slots":1,"to":"2026-11-23"},"result":{"changed":0,"displaced":[],"new":1,"removed":0,"unchanged":0}}','1807d45f1ff9fc80b6e475fd','99e3f08343098b3805e5eefe2596298d690bcd068aa4df83799512d9ee364c9d','cd2e7e592e55b2f4a3414874db8b81cbfe9e5b111ab473f5b747afbc72179cb9');
INSERT INTO "audit" VALUES(30,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"gym","member":"000007","override":null,"party":1,"people":null,"purpose":null,"start":"15:00","starts":null,"walk_in":false},"result":{"booking":"B8","state":"confirmed"}}','127a26c99da1b57825a92015','88e68b5272e3d86feb20a9518ef552f7f029161add38826ea28ab026fd58b7dd','04e681fde423dd298d726872bfe1aabda8af4c8742899f5145a82cbbd0e5af8c');
INSERT INTO "audit" VALUES(31,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"gym","member":"000001","override":null,"party":1,"people":null,"purpose":"练习","start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B9","state":"confirmed"}}','df8930d30af0f3009bc1c1d5','ed758a827a4a5eb0ffa88ae645a9bee99611bf8627eab552bbe0d6ad3033876d','60708c893dfa0ea4710a335d890441302aa5499ff3ee964a09fcf7bd099b6c24');
INSERT INTO "audit" VALUES(32,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"gym","member":"000002","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B10","state":"confirmed"}}','c1dd7f07357c7e21460f2313','ea1a85e8ffc785cfd2291f9c3829eaf8f12db27a80f9795b84eed5e1853d7d4c','3ca9d2dae7b74265677200a95913f32b5fcf4361490b6c755304a84f3e91581a');
INSERT INTO "audit" VALUES(33,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"court","member":"000003","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B11","state":"confirmed"}}','233f09bb5d5b58bff684c3b4','a675dc6799847a53be529c310ecc43b4d9e11cb4754a75f44b316b6a04c7e676','ac55a4df3cebcb3b334595bbba8f3e3b305971caadc169bd8690aaf979d99c42');
INSERT INTO "audit" VALUES(34,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"court","member":"000004","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B12","state":"confirmed"}}','5df2c70bfd05c9681cf79566','ffca8871c5c9f6650db9dd39faefd59d52b94c759f066d3c60ce0e762402aeb0','1ddbfffe5c268dcad1bf293488adb015711c66337b044eb4e321b99faccdb735');
INSERT INTO "audit" VALUES(35,1795395600,'owner','book','{"command":{"date":"2026-11-23","facility":"room","member":"000001","override":"主任同意","party":1,"people":4,"purpose":"培训","start":"19:00","starts":null,"walk_in":false},"result":{"booking":"B13","state":"pending"}}','2ef6de36bf528cd331b36bb2','59005a73c96850ee6e4cbcb89d6b95b67e83012a3156237a79cbf3c2d8315bfc','cd761f2f2890a02785e5def830f44a7886fcc120cfa1cdba977c5d2aa2802270');
INSERT INTO "audit" VALUES(36,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"gym","member":"000005","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B14","state":"confirmed"}}','a290e9e57cdfd7c7dc31518b','0fea5d0981396788e3b908224a08217280285e6a23cd8b901de3319ed43c9738','aa03c1e452d98dcab23f832069cd0cf2ad58e7852df5aa58ae01a683ae804cd7');
INSERT INTO "audit" VALUES(37,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"gym","member":"000006","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B15","state":"confirmed"}}','520bfc09aa59f6dab0af29ba','8d24f017aa993afebbfbdb9260cac419c20790a733a0191dd6d365782517be03','05441103db6b605ffd53b334cb92664164f0dac40eff8fc7d11c28a248d1551e');
INSERT INTO "audit" VALUES(38,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"gym","member":"000007","override":null,"party":1,"people":null,"purpose":null,"start":"19:30","starts":null,"walk_in":false},"result":{"booking":"B16","state":"confirmed"}}','8af992b60a421437bfc45782','5f04fcfa0ee83665f46f1133e466bf6f35d01e78aeba88789e39f4f40c1bf8f7','0db98586ac09a8a2e6b23e968654148c2dfae8d8f19f2fa6a5c09e4847d4de83');
INSERT INTO "audit" VALUES(39,1795395600,'owner','move','{"command":{"booking":"B16","date":"2026-11-25","facility":null,"start":"19:30"},"result":{"booking":"B16","offered":[],"promoted":[],"state":"confirmed","was":{"booking":"B16","date":"2026-11-24","facility":"gym","start":"19:30"}}}','d0282669f621e8651292e575','b4764a8dcabbe7109f5d9e7e2d43113944c5c980ecfdc2c52090d9b203a572bc','e83bc15270071078ade733eb8df84957a4b250bfb895684e032cf9d43f88cf93');
INSERT INTO "audit" VALUES(40,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"gym","member":"000007","override":null,"party":1,"people":null,"purpose":null,"start":"12:00","starts":null,"walk_in":false},"result":{"booking":"B17","state":"confirmed"}}','6df03963d5bdf58d85062b1b','fce7466c9d0a18f35b0add6052685eecadf86cdcfbf21131f519ce252a7fa7b6','8f397d5742ad567a4d3a5e06eb16d01914097db8b1200783a8146259692d683a');
INSERT INTO "audit" VALUES(41,1795395600,'owner','cancel','{"command":{"booking":"B17","reason":"出差"},"result":{"offered":[],"promoted":[],"state":"cancelled","was":{"date":"2026-11-25","facility":"gym","member":"000007","override":null,"party":1,"people":null,"purpose":null,"start":"12:00","starts":null,"walk_in":false}}}','32bffb633069eecc744b0f43','b3abb1d2de04bfce683ca83ae90898eabab8c8bc4ae6ff81b7ff5fd854d89463','bbdee0bb3d512b6f73a7222e47fcc46db10c739bc36c75f392935953d2497d9d');
INSERT INTO "audit" VALUES(42,1795395600,'owner','book','{"command":{"date":"2026-11-24","facility":"room","member":"000002","override":null,"party":1,"people":3,"purpose":"面试","start":"14:00","starts":null,"walk_in":false},"result":{"booking":"B18","state":"pending"}}','9e7fe14076d12aafd3f2ad6f','92b001c6544e4d4e3636aefea2a16b83fb4b36365bb1da3f731bd9480f0d956f','f2375849e68d4c1e3d6434737b60241c6f101c4dddf8f44cede97abd58145b6e');
INSERT INTO "audit" VALUES(43,1795395600,'owner','reject','{"command":{"booking":"B18","note":"维修","on_behalf_of":null},"result":{"level":0,"state":"rejected"}}','6e776fda3d53a963d92a8000','a19ab6a7db4920dbfede522e74aabbb5793135f387f050c2417f15946abc78ee','7fb9e78edfd8c6562777b99ef871425aa8c2a54c4cd4f21ef0a2df1788faf550');
INSERT INTO "audit" VALUES(44,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"room","member":"000003","override":null,"party":1,"people":null,"purpose":null,"start":"14:00","starts":null,"walk_in":false},"result":{"booking":"B19","state":"pending"}}','36193baa187e89268ae42739','17af91325cccbbb7b313e57e4890b19b4b6078ab98a486b9c1e7a371825829d6','962a4f8ed2aa4945fa5bbb120f5377a9d60b26bf5facd1a4a4b4dca162f7af74');
INSERT INTO "audit" VALUES(45,1795395600,'owner','approve','{"command":{"booking":"B19","note":"同意","on_behalf_of":null},"result":{"level":1,"state":"pending"}}','ae0b91c82245acd5a40c932d','3a3040210901fa3d5e9a18318b0c8af0c81e3dace093f40e200423132b131add','68a176a2832e7801b4fbdd6b1e318a3e8f3ceefcb0e832c51401a7d637e96768');
INSERT INTO "audit" VALUES(46,1795395600,'owner','approve','{"command":{"booking":"B19","note":null,"on_behalf_of":null},"result":{"level":2,"state":"confirmed"}}','ae5a33d67329cc9693df73cd','0e6a8c0cf541d41cfb92acca289aca735720e04c4f720291911525c7760f7d47','b132c42f701f32f0dee99416a8e87c45e94d7ea1bd38502766a94b2df0c1b45c');
INSERT INTO "audit" VALUES(47,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"room","member":"000006","override":null,"party":1,"people":null,"purpose":null,"start":"19:00","starts":null,"walk_in":false},"result":{"booking":"B20","state":"pending"}}','b46d2601d121722808f21e53','1444f871191bc4d49c3ff23c1d2aa14db1c4c3a1625e191922f373879f6f2d74','73fb36a71b29faa405db40ebfe2671f97543fd4a284a5080a242b6de6ad2839e');
INSERT INTO "audit" VALUES(48,1795395600,'owner','approve','{"command":{"booking":"B20","note":null,"on_behalf_of":null},"result":{"level":1,"state":"pending"}}','73d321c6696bcd29662ed2d7','8c14b7932318cf37f31fbf02954b92b47571685c5a68e9f6e4e5ec673f61f59c','67b5040a444dbe7bbed70e5f61818b1d38eeca2ce86be8e89acf44f13372d6b1');
INSERT INTO "audit" VALUES(49,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"court","member":"000002","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B21","state":"confirmed"}}','261158eadb5a3bea747aed35','0acb7523a5d5996a9dddaa9a9d15b457af159edf6ed37d77574055752988aa48','718519078b3cff147c0dc750d1831f16145ce14d89b30640db8acb9317cde1f6');
INSERT INTO "audit" VALUES(50,1795395600,'owner','book','{"command":{"date":"2026-11-25","facility":"court","member":"000005","override":null,"party":1,"people":null,"purpose":null,"start":"17:30","starts":null,"walk_in":false},"result":{"booking":"B22","state":"confirmed"}}','839cb7a3faa540aa8282b2a7','8ab7dc3e11c2b710443a23544c7c4bf630b2b49ae0fa4d6a3016ec39f9bff331','20f977ee48a5316734005385d13e2816351b261aef8cec7babd0eb9a16a7b69d');
INSERT INTO "audit" VALUES(51,1795395600,'owner','publish_slots','{"command":{"also":[[],[]],"displace":true,"facilities":["court"],"from":"2026-11-25","replace":false,"sha256":"ce76b1ea01b6818d7a5660671928bcb37fd071e9ecdf94edfe7f37db6dbce021","slots":1,"to":"2026-11-25"},"result":{"changed":1,"displaced":["B22"],"new":0,"removed":0,"unchanged":0}}','cc04e580fb23c55c12484721','900a2e52a4a756fa8ddb15922b20f477a7633d7ab5d312aa44da336faabbb03a','3844c556c9238eefe7f184ee120ea3e7ad086ad81e363045b8090adf092a9485');
INSERT INTO "audit" VALUES(52,1795395600,'owner','publish_slots','{"command":{"also":[[],[]],"displace":false,"facilities":["gym"],"from":"2026-11-23","replace":true,"sha256":"3bf50991bc17ce7450f3f51d7d5b5f8a8dc989e4a24032d8adbb1aad565ce347","slots":8,"to":"2026-11-25"},"result":{"changed":0,"displaced":[],"new":0,"removed":2,"unchanged":8}}','02ba0c79f4b9c8a261a81469','a51e3e004c7acb0632e233bf83dd62c77e0e33ce0dfb2c800688b6a9f746a207','6eacb26aba05b7ca61c10a2af2cdb28eea7ad13c308d2ab9f7b09a3b3c90aebc');
INSERT INTO "audit" VALUES(53,1795395600,'owner','member_leaves','{"command":{"on":"2026-11-28","staff_no":"000007"},"result":{"cancelled":[],"recalled":{"allowance":"0.00","points":"0"}}}','19027023f10c74a0b4087636','3bf1581c9ee2eb4719b081823fc1ef2182d8ea70180f6c138fe4816beeef9e67','b8067ae8f71bd09390349539e1768837d18296a1f2dfa09fc49897b35c319bd0');
INSERT INTO "audit" VALUES(54,1795408200,'owner','book','{"command":{"date":"2026-11-23","facility":"gym","member":"000005","override":null,"party":1,"people":null,"purpose":null,"start":"19:30","starts":null,"walk_in":false},"result":{"booking":"B23","state":"confirmed"}}','d7666f9af68204daea863cb7','5191c074913f9127b0a2498d7220c84f1c39603f77f842a0c22008aa9d9b5257','3c0c776276df4d6732cf488ebc6999e3a1fc8b8b2538be768ff2424291c2d7f8');
INSERT INTO "audit" VALUES(55,1795417320,'owner','check_in','{"command":{"booking":"B8","override":null},"result":{"already":false,"state":"checked_in"}}','2c5c16dbf7901ac4b43f1999','76822eb3e2ee3eee3356456c7b8323609bf2b2f1852ff43545bd7883616ca464','53d6eb1f8ee0b601c6e456a6e7e2750001aad831bf1dd98aa84823d4253ef3ea');
INSERT INTO "audit" VALUES(56,1795421700,'owner','book','{"command":{"date":"2026-11-23","facility":"court","member":"000006","override":null,"party":1,"people":null,"purpose":null,"start":"19:30","starts":null,"walk_in":false},"result":{"booking":"B24","state":"confirmed"}}','5d39ca775a2fe725a2545028','2c41d5313060252f944e13db02c657b04276b45f32d10cef36a73effae7dcbab','be732268490e12f9e625d91a93f538cb1a5b93f2b8d0a6918636a02fda229f5f');
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
	PRIMARY KEY (id),
	CONSTRAINT counts CHECK (party >= 1 AND places >= 1 AND (people IS NULL OR people >= 1)),
	CONSTRAINT states CHECK (state IN ('pending', 'confirmed', 'checked_in', 'completed', 'cancelled', 'rejected', 'expired', 'released', 'no_show', 'displaced')),
	CONSTRAINT due CHECK ((due_at IS NULL) = (due_kind IS NULL)),
	CONSTRAINT no_shows CHECK ((state = 'no_show') = (no_show_at IS NOT NULL)),
	CONSTRAINT flags CHECK (walk_in IN (0, 1) AND pardoned IN (0, 1)),
	FOREIGN KEY(slot_id) REFERENCES slot (id),
	FOREIGN KEY(member_id) REFERENCES member (id)
)
 STRICT

;
INSERT INTO "booking" VALUES(1,1,1,'2026-11-20',1,1,NULL,NULL,'completed',NULL,0,0,1795136400,1795136400,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(2,1,2,'2026-11-20',1,1,NULL,NULL,'no_show',NULL,0,0,1795136400,1795136400,1795148100,1,NULL,NULL);
INSERT INTO "booking" VALUES(3,13,3,'2026-11-20',1,1,NULL,NULL,'no_show',NULL,0,0,1795136400,1795136400,1795167900,0,NULL,NULL);
INSERT INTO "booking" VALUES(4,13,5,'2026-11-20',1,1,NULL,NULL,'no_show',NULL,0,0,1795136400,1795136400,1795167900,0,NULL,NULL);
INSERT INTO "booking" VALUES(5,21,1,'2026-11-20',1,8,6,'例会','expired',NULL,0,0,1795136400,1795136400,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(6,2,6,'2026-11-20',1,1,NULL,NULL,'no_show',NULL,0,0,1795156200,1795156200,1795167900,0,NULL,NULL);
INSERT INTO "booking" VALUES(7,2,7,'2026-11-20',1,1,NULL,NULL,'completed',NULL,1,0,1795167300,1795167300,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(8,29,7,'2026-11-23',1,1,NULL,NULL,'checked_in',NULL,0,0,1795395600,1795395600,NULL,0,1795424400,80);
INSERT INTO "booking" VALUES(9,5,1,'2026-11-23',1,1,NULL,'练习','confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795427100,70);
INSERT INTO "booking" VALUES(10,5,2,'2026-11-23',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795427100,70);
INSERT INTO "booking" VALUES(11,15,3,'2026-11-23',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795427100,70);
INSERT INTO "booking" VALUES(12,15,4,'2026-11-23',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795427100,70);
INSERT INTO "booking" VALUES(13,24,1,'2026-11-23',1,8,4,'培训','pending','主任同意',0,0,1795395600,1795395600,NULL,0,1795431600,60);
INSERT INTO "booking" VALUES(14,8,5,'2026-11-24',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795513500,70);
INSERT INTO "booking" VALUES(15,8,6,'2026-11-24',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795513500,70);
INSERT INTO "booking" VALUES(16,12,7,'2026-11-25',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795607100,70);
INSERT INTO "booking" VALUES(17,10,7,'2026-11-25',1,1,NULL,NULL,'cancelled',NULL,0,0,1795395600,1795395600,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(18,25,2,'2026-11-24',1,8,3,'面试','rejected',NULL,0,0,1795395600,1795395600,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(19,27,3,'2026-11-25',1,8,NULL,NULL,'confirmed',NULL,0,2,1795395600,1795395600,NULL,0,1795587300,70);
INSERT INTO "booking" VALUES(20,28,6,'2026-11-25',1,8,NULL,NULL,'pending',NULL,0,1,1795395600,1795395600,NULL,0,1795604400,60);
INSERT INTO "booking" VALUES(21,19,2,'2026-11-25',1,1,NULL,NULL,'confirmed',NULL,0,0,1795395600,1795395600,NULL,0,1795599900,70);
INSERT INTO "booking" VALUES(22,19,5,'2026-11-25',1,1,NULL,NULL,'displaced',NULL,0,0,1795395600,1795395600,NULL,0,NULL,NULL);
INSERT INTO "booking" VALUES(23,6,5,'2026-11-23',1,1,NULL,NULL,'confirmed',NULL,0,0,1795408200,1795408200,NULL,0,1795434300,70);
INSERT INTO "booking" VALUES(24,16,6,'2026-11-23',1,1,NULL,NULL,'confirmed',NULL,0,0,1795421700,1795421700,NULL,0,1795434300,70);
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
INSERT INTO "booking_step" VALUES(1,1,1795136400,'booked','confirmed','owner',NULL,13);
INSERT INTO "booking_step" VALUES(2,2,1795136400,'booked','confirmed','owner',NULL,14);
INSERT INTO "booking_step" VALUES(3,3,1795136400,'booked','confirmed','owner',NULL,15);
INSERT INTO "booking_step" VALUES(4,4,1795136400,'booked','confirmed','owner',NULL,16);
INSERT INTO "booking_step" VALUES(5,5,1795136400,'booked','pending','owner',NULL,17);
INSERT INTO "booking_step" VALUES(6,1,1795146600,'checked_in','checked_in','owner',NULL,18);
INSERT INTO "booking_step" VALUES(7,2,1795148100,'no_show','no_show','clock',NULL,19);
INSERT INTO "booking_step" VALUES(8,1,1795150800,'completed','completed','clock',NULL,20);
INSERT INTO "booking_step" VALUES(9,5,1795154400,'expired','expired','clock',NULL,21);
INSERT INTO "booking_step" VALUES(10,6,1795156200,'booked','confirmed','owner',NULL,22);
INSERT INTO "booking_step" VALUES(11,7,1795167300,'walk_in','checked_in','owner',NULL,23);
INSERT INTO "booking_step" VALUES(12,3,1795167900,'no_show','no_show','clock',NULL,24);
INSERT INTO "booking_step" VALUES(13,4,1795167900,'no_show','no_show','clock',NULL,25);
INSERT INTO "booking_step" VALUES(14,6,1795167900,'no_show','no_show','clock',NULL,26);
INSERT INTO "booking_step" VALUES(15,7,1795174200,'completed','completed','clock',NULL,27);
INSERT INTO "booking_step" VALUES(16,2,1795181400,'pardoned','no_show','owner','停电',28);
INSERT INTO "booking_step" VALUES(17,8,1795395600,'booked','confirmed','owner',NULL,30);
INSERT INTO "booking_step" VALUES(18,9,1795395600,'booked','confirmed','owner',NULL,31);
INSERT INTO "booking_step" VALUES(19,10,1795395600,'booked','confirmed','owner',NULL,32);
INSERT INTO "booking_step" VALUES(20,11,1795395600,'booked','confirmed','owner',NULL,33);
INSERT INTO "booking_step" VALUES(21,12,1795395600,'booked','confirmed','owner',NULL,34);
INSERT INTO "booking_step" VALUES(22,13,1795395600,'booked','pending','owner','主任同意',35);
INSERT INTO "booking_step" VALUES(23,14,1795395600,'booked','confirmed','owner',NULL,36);
INSERT INTO "booking_step" VALUES(24,15,1795395600,'booked','confirmed','owner',NULL,37);
INSERT INTO "booking_step" VALUES(25,16,1795395600,'booked','confirmed','owner',NULL,38);
INSERT INTO "booking_step" VALUES(26,16,1795395600,'moved','confirmed','owner','gym 2026-11-24 19:30',39);
INSERT INTO "booking_step" VALUES(27,17,1795395600,'booked','confirmed','owner',NULL,40);
INSERT INTO "booking_step" VALUES(28,17,1795395600,'cancelled','cancelled','owner','出差',41);
INSERT INTO "booking_step" VALUES(29,18,1795395600,'booked','pending','owner',NULL,42);
INSERT INTO "booking_step" VALUES(30,18,1795395600,'rejected','rejected','owner','维修',43);
INSERT INTO "booking_step" VALUES(31,19,1795395600,'booked','pending','owner',NULL,44);
INSERT INTO "booking_step" VALUES(32,19,1795395600,'approved','pending','owner','同意',45);
INSERT INTO "booking_step" VALUES(33,19,1795395600,'approved','confirmed','owner',NULL,46);
INSERT INTO "booking_step" VALUES(34,20,1795395600,'booked','pending','owner',NULL,47);
INSERT INTO "booking_step" VALUES(35,20,1795395600,'approved','pending','owner',NULL,48);
INSERT INTO "booking_step" VALUES(36,21,1795395600,'booked','confirmed','owner',NULL,49);
INSERT INTO "booking_step" VALUES(37,22,1795395600,'booked','confirmed','owner',NULL,50);
INSERT INTO "booking_step" VALUES(38,22,1795395600,'displaced','displaced','owner',NULL,51);
INSERT INTO "booking_step" VALUES(39,23,1795408200,'booked','confirmed','owner',NULL,54);
INSERT INTO "booking_step" VALUES(40,8,1795417320,'checked_in','checked_in','owner',NULL,55);
INSERT INTO "booking_step" VALUES(41,24,1795421700,'booked','confirmed','owner',NULL,56);
CREATE TABLE club (
	id INTEGER NOT NULL,
	settings TEXT NOT NULL,
	replayed INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT one CHECK (id = 1),
	CONSTRAINT flags CHECK (replayed IN (0, 1))
)
 STRICT

;
INSERT INTO "club" VALUES(1,'{"desk_hours":"08:00-21:00","grace_days":30,"lapsed_refund":"grace","no_show_days":30,"no_show_limit":2,"points_per_yuan":50,"purchase_points_per_yuan":0,"remind_minutes_before":90,"return_days":7,"suspension_days":7,"timezone":"Asia/Shanghai"}',1);
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
INSERT INTO "facility" VALUES(1,'gym','name of gym','area',NULL,2,0,0,'offer',20,0,0,14,2,5,15,NULL,0);
INSERT INTO "facility" VALUES(2,'court','name of court','area','courts',2,0,0,'auto',30,0,0,14,NULL,NULL,15,120,1);
INSERT INTO "facility" VALUES(3,'room','name of room','room',NULL,8,1,2,'offer',30,10,0,14,NULL,NULL,15,NULL,0);
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
INSERT INTO "member" VALUES(1,'000001','欧阳小明','财务部',NULL,NULL,'13800138000',NULL,'A1',NULL,0,NULL,'ouyang xiaoming');
INSERT INTO "member" VALUES(2,'000002','李四',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'li si');
INSERT INTO "member" VALUES(3,'000003','王芳',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'wang fang');
INSERT INTO "member" VALUES(4,'000004','工会',NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,'gong hui');
INSERT INTO "member" VALUES(5,'000005','O''Brien',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'o brien');
INSERT INTO "member" VALUES(6,'000006','赵六',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'zhao liu');
INSERT INTO "member" VALUES(7,'000007','钱七',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-28','qian qi');
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
INSERT INTO "member_key" VALUES('a1',1);
INSERT INTO "member_key" VALUES('m',1);
INSERT INTO "member_key" VALUES('ming',1);
INSERT INTO "member_key" VALUES('ouyangxiaoming',1);
INSERT INTO "member_key" VALUES('oyxm',1);
INSERT INTO "member_key" VALUES('xiaoming',1);
INSERT INTO "member_key" VALUES('xm',1);
INSERT INTO "member_key" VALUES('yangxiaoming',1);
INSERT INTO "member_key" VALUES('yxm',1);
INSERT INTO "member_key" VALUES('~00083100831',1);
INSERT INTO "member_key" VALUES('小明',1);
INSERT INTO "member_key" VALUES('明',1);
INSERT INTO "member_key" VALUES('欧阳小明',1);
INSERT INTO "member_key" VALUES('阳小明',1);
INSERT INTO "member_key" VALUES('000002',2);
INSERT INTO "member_key" VALUES('2',2);
INSERT INTO "member_key" VALUES('lisi',2);
INSERT INTO "member_key" VALUES('ls',2);
INSERT INTO "member_key" VALUES('s',2);
INSERT INTO "member_key" VALUES('si',2);
INSERT INTO "member_key" VALUES('四',2);
INSERT INTO "member_key" VALUES('李四',2);
INSERT INTO "member_key" VALUES('000003',3);
INSERT INTO "member_key" VALUES('3',3);
INSERT INTO "member_key" VALUES('f',3);
INSERT INTO "member_key" VALUES('fang',3);
INSERT INTO "member_key" VALUES('wangfang',3);
INSERT INTO "member_key" VALUES('wf',3);
INSERT INTO "member_key" VALUES('王芳',3);
INSERT INTO "member_key" VALUES('芳',3);
INSERT INTO "member_key" VALUES('000004',4);
INSERT INTO "member_key" VALUES('4',4);
INSERT INTO "member_key" VALUES('gh',4);
INSERT INTO "member_key" VALUES('gk',4);
INSERT INTO "member_key" VALUES('gonghui',4);
INSERT INTO "member_key" VALUES('gongkuai',4);
INSERT INTO "member_key" VALUES('h',4);
INSERT INTO "member_key" VALUES('hui',4);
INSERT INTO "member_key" VALUES('k',4);
INSERT INTO "member_key" VALUES('kuai',4);
INSERT INTO "member_key" VALUES('会',4);
INSERT INTO "member_key" VALUES('工会',4);
INSERT INTO "member_key" VALUES('000005',5);
INSERT INTO "member_key" VALUES('5',5);
INSERT INTO "member_key" VALUES('b',5);
INSERT INTO "member_key" VALUES('brien',5);
INSERT INTO "member_key" VALUES('o''brien',5);
INSERT INTO "member_key" VALUES('ob',5);
INSERT INTO "member_key" VALUES('obrien',5);
INSERT INTO "member_key" VALUES('000006',6);
INSERT INTO "member_key" VALUES('6',6);
INSERT INTO "member_key" VALUES('l',6);
INSERT INTO "member_key" VALUES('liu',6);
INSERT INTO "member_key" VALUES('lu',6);
INSERT INTO "member_key" VALUES('zhaoliu',6);
INSERT INTO "member_key" VALUES('zhaolu',6);
INSERT INTO "member_key" VALUES('zl',6);
INSERT INTO "member_key" VALUES('六',6);
INSERT INTO "member_key" VALUES('赵六',6);
INSERT INTO "member_key" VALUES('000007',7);
INSERT INTO "member_key" VALUES('7',7);
INSERT INTO "member_key" VALUES('q',7);
INSERT INTO "member_key" VALUES('qi',7);
INSERT INTO "member_key" VALUES('qianqi',7);
INSERT INTO "member_key" VALUES('qq',7);
INSERT INTO "member_key" VALUES('七',7);
INSERT INTO "member_key" VALUES('钱七',7);
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
INSERT INTO "operation" VALUES('k1','f98885b99223aad65ba565125fd9692d6d0f4dbb346b044684965f39227c6e7e','{"booking":"B9","state":"confirmed"}',31);
INSERT INTO "operation" VALUES('k2','2ec9c5752f605af9973b2f8fb46cb9aa29565759e795755f467fd8199ca25fd9','{"already":false,"state":"checked_in"}',55);
INSERT INTO "operation" VALUES('week 48','1e9379b8a30b775f93ed578571dea6aaea0af774fea08f8e515601ab1a808d96','{"changed":0,"displaced":[],"new":28,"removed":0,"unchanged":0}',12);
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
	PRIMARY KEY (id),
	CONSTRAINT slot_key UNIQUE (facility_id, day, start_minute),
	CONSTRAINT no_oversell CHECK (taken >= 0 AND held >= 0 AND taken + held <= capacity),
	CONSTRAINT places CHECK (capacity >= 1),
	CONSTRAINT minutes CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440),
	CONSTRAINT instants CHECK (begins_at < ends_at),
	CONSTRAINT day CHECK (length(day) = 10),
	CONSTRAINT flags CHECK (peak IN (0, 1) AND closed IN (0, 1) AND withdrawn IN (0, 1)),
	FOREIGN KEY(facility_id) REFERENCES facility (id)
)
 STRICT

;
INSERT INTO "slot" VALUES(1,1,'2026-11-20',720,780,1795147200,1795150800,2,1,0,0,0,0,0);
INSERT INTO "slot" VALUES(2,1,'2026-11-20',1050,1170,1795167000,1795174200,2,1,0,1,0,0,0);
INSERT INTO "slot" VALUES(3,1,'2026-11-20',1170,1230,1795174200,1795177800,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(4,1,'2026-11-23',720,780,1795406400,1795410000,2,0,0,0,0,1,0);
INSERT INTO "slot" VALUES(5,1,'2026-11-23',1050,1170,1795426200,1795433400,2,2,0,1,0,0,0);
INSERT INTO "slot" VALUES(6,1,'2026-11-23',1170,1230,1795433400,1795437000,2,1,0,0,0,0,0);
INSERT INTO "slot" VALUES(7,1,'2026-11-24',720,780,1795492800,1795496400,2,0,0,0,0,1,0);
INSERT INTO "slot" VALUES(8,1,'2026-11-24',1050,1170,1795512600,1795519800,2,2,0,1,0,0,0);
INSERT INTO "slot" VALUES(9,1,'2026-11-24',1170,1230,1795519800,1795523400,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(10,1,'2026-11-25',720,780,1795579200,1795582800,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(11,1,'2026-11-25',1050,1170,1795599000,1795606200,2,0,0,1,0,0,0);
INSERT INTO "slot" VALUES(12,1,'2026-11-25',1170,1230,1795606200,1795609800,2,1,0,0,0,0,0);
INSERT INTO "slot" VALUES(13,2,'2026-11-20',1050,1170,1795167000,1795174200,2,0,0,1,0,0,0);
INSERT INTO "slot" VALUES(14,2,'2026-11-20',1170,1230,1795174200,1795177800,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(15,2,'2026-11-23',1050,1170,1795426200,1795433400,2,2,0,1,0,0,0);
INSERT INTO "slot" VALUES(16,2,'2026-11-23',1170,1230,1795433400,1795437000,2,1,0,0,0,0,0);
INSERT INTO "slot" VALUES(17,2,'2026-11-24',1050,1170,1795512600,1795519800,2,0,0,1,0,0,0);
INSERT INTO "slot" VALUES(18,2,'2026-11-24',1170,1230,1795519800,1795523400,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(19,2,'2026-11-25',1050,1170,1795599000,1795606200,1,1,0,1,0,0,0);
INSERT INTO "slot" VALUES(20,2,'2026-11-25',1170,1230,1795606200,1795609800,2,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(21,3,'2026-11-20',840,960,1795154400,1795161600,8,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(22,3,'2026-11-20',1140,1260,1795172400,1795179600,8,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(23,3,'2026-11-23',840,960,1795413600,1795420800,8,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(24,3,'2026-11-23',1140,1260,1795431600,1795438800,8,8,0,0,0,0,0);
INSERT INTO "slot" VALUES(25,3,'2026-11-24',840,960,1795500000,1795507200,8,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(26,3,'2026-11-24',1140,1260,1795518000,1795525200,8,0,0,0,0,0,0);
INSERT INTO "slot" VALUES(27,3,'2026-11-25',840,960,1795586400,1795593600,8,8,0,0,0,0,0);
INSERT INTO "slot" VALUES(28,3,'2026-11-25',1140,1260,1795604400,1795611600,8,8,0,0,0,0,0);
INSERT INTO "slot" VALUES(29,1,'2026-11-23',900,1020,1795417200,1795424400,2,1,0,0,0,0,0);
CREATE UNIQUE INDEX member_card ON member (card_no) WHERE card_no IS NOT NULL;
CREATE INDEX member_key_member ON member_key (member_id);
CREATE INDEX slot_day ON slot (day, facility_id, start_minute);
CREATE INDEX booking_slot ON booking (slot_id);
CREATE INDEX booking_member_day ON booking (member_id, day);
CREATE INDEX booking_no_show ON booking (member_id, no_show_at) WHERE no_show_at IS NOT NULL;
CREATE INDEX booking_no_show_at ON booking (no_show_at) WHERE no_show_at IS NOT NULL;
CREATE INDEX booking_due ON booking (due_at, due_kind, id) WHERE due_at IS NOT NULL;
CREATE INDEX booking_step_booking ON booking_step (booking_id);
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
