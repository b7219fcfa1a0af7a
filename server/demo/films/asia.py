"""Films in Bengali, Japanese, Cantonese and Korean."""

from datetime import date

from server.demo.films.film import Film

ASIAN: tuple[Film, ...] = (
    Film(
        slug="pather-panchali",
        title="Pather Panchali",
        original_title="পথের পাঁচালী",
        released_on=date(1955, 8, 26),
        minutes=125,
        certificate="U",
        genres=("Drama",),
        languages=("Bengali",),
        countries=("India",),
        directors=("Satyajit Ray",),
        cast=(
            ("Kanu Banerjee", "Harihar Ray"),
            ("Karuna Banerjee", "Sarbajaya"),
            ("Subir Banerjee", "Apu"),
            ("Uma Dasgupta", "Durga"),
            ("Chunibala Devi", "Indir Thakrun"),
        ),
        tagline="Past the white grass, a train.",
        synopsis=(
            "Apu and his sister Durga grow up in a crumbling house in rural Bengal. They steal guavas, "
            "chase the sweet-seller, run through the tall grass to see a train, and learn what poverty "
            "takes away."
        ),
        popularity=58,
        motif="rails/grass",
        palette=("#1f2a20", "#f5f0de", "#93a27c"),
    ),
    Film(
        slug="meghe-dhaka-tara",
        title="Meghe Dhaka Tara",
        original_title="মেঘে ঢাকা তারা",
        released_on=date(1960, 4, 14),
        minutes=126,
        certificate="",
        genres=("Drama",),
        languages=("Bengali",),
        countries=("India",),
        directors=("Ritwik Ghatak",),
        cast=(
            ("Supriya Choudhury", "Neeta"),
            ("Anil Chatterjee", "Shankar"),
            ("Bijon Bhattacharya", "Taran"),
            ("Gita Ghatak", "Gita"),
        ),
        tagline="Everybody leaned on her. She was the one who fell.",
        synopsis=(
            "Neeta keeps a family of refugees alive on the edge of Calcutta: her studies, her wages and "
            "the man she loves all go to somebody else. Only her brother, who wants to be a singer, sees "
            "what it costs her."
        ),
        popularity=30,
        motif="peaks/mist",
        palette=("#221a3a", "#efe7ff", "#8a78c4"),
    ),
    Film(
        slug="charulata",
        title="Charulata",
        original_title="চারুলতা",
        released_on=date(1964, 4, 17),
        minutes=117,
        certificate="U",
        genres=("Drama", "Romance"),
        languages=("Bengali",),
        countries=("India",),
        directors=("Satyajit Ray",),
        cast=(
            ("Madhabi Mukherjee", "Charulata"),
            ("Soumitra Chatterjee", "Amal"),
            ("Sailen Mukherjee", "Bhupati"),
        ),
        tagline="She watched the street through glass, until it looked back.",
        synopsis=(
            "In the Calcutta of 1879 Charu's kind husband is married to his newspaper. Then his young "
            "cousin Amal comes to stay, all songs and verses, and encourages her to write; what follows "
            "is said by nobody and understood by all three."
        ),
        popularity=40,
        motif="eye/lorgnette",
        palette=("#3c1420", "#fbe9d8", "#c9746a"),
    ),
    Film(
        slug="goopy-gyne-bagha-byne",
        title="Goopy Gyne Bagha Byne",
        original_title="গুপী গাইন বাঘা বাইন",
        released_on=date(1969, 5, 8),
        minutes=120,
        certificate="U",
        genres=("Family", "Fantasy", "Musical"),
        languages=("Bengali",),
        countries=("India",),
        directors=("Satyajit Ray",),
        cast=(
            ("Tapen Chatterjee", "Goopy"),
            ("Rabi Ghosh", "Bagha"),
            ("Santosh Dutta", "King of Shundi / King of Halla"),
        ),
        tagline="Banished for bad music. Wanted for magic.",
        synopsis=(
            "A singer who cannot sing and a drummer who cannot drum are chased out of their villages and "
            "meet in a forest full of ghosts. The king of the ghosts likes them, grants three wishes, and "
            "sends them off to stop a war."
        ),
        popularity=36,
        motif="moontree/round",
        palette=("#3a1d5c", "#fff3c4", "#f0b23e"),
    ),
    Film(
        slug="seven-samurai",
        title="Seven Samurai",
        original_title="七人の侍",
        released_on=date(1954, 4, 26),
        minutes=207,
        certificate="PG",
        genres=("Action", "Drama", "Adventure"),
        languages=("Japanese",),
        countries=("Japan",),
        directors=("Akira Kurosawa",),
        cast=(
            ("Toshiro Mifune", "Kikuchiyo"),
            ("Takashi Shimura", "Kambei Shimada"),
            ("Isao Kimura", "Katsushiro"),
            ("Seiji Miyaguchi", "Kyuzo"),
            ("Keiko Tsushima", "Shino"),
        ),
        tagline="Three meals a day, and forty bandits at harvest.",
        synopsis=(
            "Farmers who are robbed every year go to town to hire swordsmen and can offer nothing but "
            "rice. Seven come: a tired master, his pupil, a loud impostor. Together they turn a "
            "frightened village into a fortress."
        ),
        popularity=76,
        motif="peaks/banners",
        palette=("#26211c", "#f4ead2", "#b83224"),
    ),
    Film(
        slug="tokyo-story",
        title="Tokyo Story",
        original_title="東京物語",
        released_on=date(1953, 11, 3),
        minutes=136,
        certificate="U",
        genres=("Drama",),
        languages=("Japanese",),
        countries=("Japan",),
        directors=("Yasujiro Ozu",),
        cast=(
            ("Chishu Ryu", "Shukichi Hirayama"),
            ("Chieko Higashiyama", "Tomi Hirayama"),
            ("Setsuko Hara", "Noriko"),
            ("Haruko Sugimura", "Shige"),
        ),
        tagline="The children are so busy these days.",
        synopsis=(
            "An old couple travels to Tokyo to see their grown children, who have little time for them. "
            "The one who does is their daughter-in-law, widowed by the war, who owes them nothing at all."
        ),
        popularity=42,
        motif="horizon/calm",
        palette=("#23323b", "#fbf3e2", "#d2452f"),
    ),
    Film(
        slug="spirited-away",
        title="Spirited Away",
        original_title="千と千尋の神隠し",
        released_on=date(2001, 7, 20),
        minutes=125,
        certificate="PG",
        genres=("Animation", "Fantasy", "Family"),
        languages=("Japanese",),
        countries=("Japan",),
        directors=("Hayao Miyazaki",),
        cast=(
            ("Rumi Hiiragi", "Chihiro (voice)"),
            ("Miyu Irino", "Haku (voice)"),
            ("Mari Natsuki", "Yubaba / Zeniba (voice)"),
        ),
        tagline="Do not forget your name.",
        synopsis=(
            "Ten-year-old Chihiro strays into a town of spirits, where her parents are turned into pigs. "
            "To win them back she takes work in a witch's bath-house, and gives up all but one syllable "
            "of her name for it."
        ),
        popularity=90,
        motif="waves/scales",
        palette=("#12284f", "#fff0d0", "#e0472f"),
        dubs=("English",),
    ),
    Film(
        slug="in-the-mood-for-love",
        title="In the Mood for Love",
        original_title="花樣年華",
        released_on=date(2000, 9, 29),
        minutes=98,
        certificate="PG",
        genres=("Romance", "Drama"),
        languages=("Cantonese",),
        countries=("Hong Kong", "France"),
        directors=("Wong Kar-wai",),
        cast=(
            ("Maggie Cheung", "Su Li-zhen"),
            ("Tony Leung Chiu-wai", "Chow Mo-wan"),
            ("Rebecca Pan", "Mrs. Suen"),
            ("Lai Chen", "Mr. Ho"),
        ),
        tagline="They rehearsed everything, and said none of it.",
        synopsis=(
            "Hong Kong, 1962: two neighbours discover that his wife and her husband are having an affair. "
            "They meet to work out how it began, over noodles and a serial they write together, and are "
            "careful not to become the same."
        ),
        popularity=72,
        motif="curtain/corridor",
        palette=("#3a0a12", "#ffe9cf", "#c3202f"),
    ),
    Film(
        slug="parasite",
        title="Parasite",
        original_title="기생충",
        released_on=date(2019, 5, 30),
        minutes=132,
        certificate="15",
        genres=("Thriller", "Drama", "Comedy"),
        languages=("Korean",),
        countries=("South Korea",),
        directors=("Bong Joon-ho",),
        cast=(
            ("Song Kang-ho", "Kim Ki-taek"),
            ("Lee Sun-kyun", "Park Dong-ik"),
            ("Cho Yeo-jeong", "Choi Yeon-gyo"),
            ("Choi Woo-shik", "Kim Ki-woo"),
            ("Park So-dam", "Kim Ki-jung"),
            ("Jang Hye-jin", "Chung-sook"),
        ),
        tagline="Everyone is going up. Mind the stairs.",
        synopsis=(
            "One after another the Kims, folders of pizza boxes in a half-basement, talk themselves into "
            "jobs in a rich family's glass house. The plan is perfect until the doorbell rings on a night "
            "of rain."
        ),
        popularity=89,
        motif="stairs/descent",
        palette=("#14251d", "#f4f7e6", "#7fae4f"),
    ),
)
"""Films in Bengali, Japanese, Cantonese and Korean."""
