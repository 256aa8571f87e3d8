"""Words about people: family names, how titles begin, and where they end."""

_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn lâm trịnh mai cao hà "
    "lương phùng tạ thái chu châu quách tô triệu vi lò lường giàng vàng sùng hầu thào nông bế ma quàng cầm tòng "
    "hứa kiều la lại lưu mạc nghiêm ninh phí quản tăng thạch thân tiêu tống trương từ văn viên vương âu bạch bành "
    "cái cấn chử cù danh diệp doãn đàm đồng đường giang giáp hàn hán hoa khổng khúc khương kim lã liễu lục lữ mã "
    "nguỵ ngụy nhâm nhan ôn phó sơn thẩm thi tào tiết trang trà trưng tưởng uông xa y ksor rơ siu rah nay rcom hờ "
    "mùa thò phàn tẩn chảo lù cháng hạng lầu bàn mạch điểu kơ kpă ne\u00e1ng lỳ sìn tráng chang cư vừ"
)
SURNAMES = frozenset(_NAMES.split(" "))
"""Family names of all peoples of the country, in small letters."""

HEADS = (
    r"(?:nguyên |quyền |nguyên quyền )?(?:phó )?(?:bí thư|chủ tịch|trưởng ban|trưởng phòng|giám đốc|tổng giám đốc|"
    r"chánh văn phòng|hiệu trưởng|chỉ huy trưởng|chính ủy|chủ nhiệm|vụ trưởng|cục trưởng|bộ trưởng|thủ tướng|tư lệnh|"
    r"tổng biên tập|trưởng khối|trưởng công an|trưởng bộ môn|trưởng khoa|viện trưởng|chánh án|"
    r"chánh thanh tra|tổng bí thư)|"
    r"phó (?:ban|phòng|văn phòng)(?! \w+ ?\d)|phó trưởng \w+|ủy viên|uvbtv|uvbch|uv btv|uvtv|tuv|huv|thuv|"
    r"(?:tỉnh|huyện|thành|thị|quận|đảng) ủy viên|chi ủy viên|"
    r"trưởng (?:thôn|xóm|ấp|khu|bản|khóm|buôn|làng|ban|trạm|đài)|(?:tổ|nhóm|đội) (?:trưởng|phó)|chi hội "
    r"trưởng|chi hội phó|"
    r"phó chỉ huy\w*|chính trị viên(?: phó)?|đồn (?:trưởng|phó)|trạm trưởng|phụ trách|đại biểu quốc hội|"
    r"thường trực|chủ nhiệm|"
    r"(?:thiếu|trung|thượng|đại) tướng|(?:đại|thượng|trung|thiếu) tá|(?:đại|thượng|trung|thiếu) úy|thứ trưởng|chủ hộ|"
    r"tổng phụ trách|chánh xứ|chánh trương|nhà báo|nhà giáo|nhà sư|trụ trì|nghệ nhân|nghệ sĩ|cụm (?:trưởng|phó)|khóm "
    r"trưởng|bản trưởng|trưởng tộc|linh mục|ni sư|sư cô|"
    r"thượng tọa|hòa thượng|đại đức|mục sư|già làng|người có uy tín|pbttt|pbt|pct|bttt|hội viên|đảng "
    r"viên|cán bộ|công chức|"
    r"chuyên viên|phó chánh \w+|phó tổng \w+|ủy viên ban \w+|xã đội trưởng|bí thư"
)
"""How a title begins."""

STOPS = (
    r" (?:phát biểu|nhận xét|hào hứng|xúc động|tự hào|lý giải|phân tích|thừa nhận|đúc kết|phấn khởi|cho hay|"
    r"cho rằng|giành|đạt|kiêm nhiệm|bộc bạch|thông tin|mong muốn|trực tiếp|nhận định|đã|cho biết|chủ trì|"
    r"đồng chủ trì|yêu cầu|nhấn mạnh|trao|dự|tham dự|kết luận|chỉ đạo "
    r"(?:hội nghị|tại)|và (?:các|đồng chí|đại diện|đ/c|lãnh đạo|"
    r"ông|bà|hơn|gần|\d)|cùng|trình bày|thông qua|khẳng định|ghi nhận|biểu dương|đề nghị|báo cáo|là|làm|tặng|"
    r"đánh giá|nêu|khai mạc|"
    r"quán triệt|tại|chia sẻ|nói|có|được|về dự|đến|phát động|vận động|ký|chúc|thăm|giới thiệu|với|cũng|vui "
    r"mừng|điều hành|thay mặt|hoan nghênh|"
    r"lưu ý|đề cao|đồng thời|tiếp thu|công bố|tuyên dương|thừa ủy|bày tỏ|kể|bảo(?= ?[:“\"]| rằng)|tâm sự|"
    r"giải đáp|trả lời|chúc mừng|"
    r"cảm ơn|gợi ý|mong)(?!\w)"
)
"""Where a title ends: what its bearer does."""
