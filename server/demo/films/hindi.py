"""Films in Hindi."""

from datetime import date

from server.demo.films.film import Film

HINDI: tuple[Film, ...] = (
    Film(
        slug="awaara",
        title="Awaara",
        original_title="आवारा",
        released_on=date(1951, 12, 14),
        minutes=193,
        certificate="U",
        genres=("Drama", "Romance", "Crime"),
        languages=("Hindi",),
        countries=("India",),
        directors=("Raj Kapoor",),
        cast=(
            ("Raj Kapoor", "Raj"),
            ("Nargis", "Rita"),
            ("Prithviraj Kapoor", "Judge Raghunath"),
            ("Leela Chitnis", "Leela"),
            ("K. N. Singh", "Jagga"),
        ),
        tagline="The court has one question: who made him a thief?",
        synopsis=(
            "A judge believes that a thief's child must become a thief, and his own cast-off son grows up "
            "to test the idea. Raj picks pockets, dreams in staircases of cloud, and falls in love with "
            "the girl he knew at school."
        ),
        popularity=44,
        motif="spotlight/tramp",
        palette=("#1c1c2b", "#f7efdc", "#d9b25f"),
    ),
    Film(
        slug="mother-india",
        title="Mother India",
        original_title="मदर इण्डिया",
        released_on=date(1957, 10, 25),
        minutes=172,
        certificate="U",
        genres=("Drama",),
        languages=("Hindi",),
        countries=("India",),
        directors=("Mehboob Khan",),
        cast=(
            ("Nargis", "Radha"),
            ("Sunil Dutt", "Birju"),
            ("Rajendra Kumar", "Ramu"),
            ("Raaj Kumar", "Shamu"),
            ("Kanhaiyalal", "Sukhilala"),
        ),
        tagline="The field does not ask who pulls the plough.",
        synopsis=(
            "Radha comes to her village as a bride and is left with children, a debt that never shrinks "
            "and a field full of stones. She holds on through flood and hunger, until one of her sons "
            "makes her choose between him and the village."
        ),
        popularity=48,
        motif="horizon/furrows",
        palette=("#5c130f", "#ffeccc", "#e2571e"),
    ),
    Film(
        slug="pyaasa",
        title="Pyaasa",
        original_title="प्यासा",
        released_on=date(1957, 2, 19),
        minutes=146,
        certificate="U",
        genres=("Drama", "Romance", "Musical"),
        languages=("Hindi",),
        countries=("India",),
        directors=("Guru Dutt",),
        cast=(
            ("Guru Dutt", "Vijay"),
            ("Waheeda Rehman", "Gulabo"),
            ("Mala Sinha", "Meena"),
            ("Johnny Walker", "Abdul Sattar"),
            ("Rehman", "Mr. Ghosh"),
        ),
        tagline="They loved the poet, once they thought him dead.",
        synopsis=(
            "Vijay's poems are sold for waste paper and his brothers do not want him at home. Only "
            "Gulabo, a streetwalker who found his verses, knows what they are worth, and the world agrees "
            "with her at the worst possible time."
        ),
        popularity=50,
        motif="doorway/slit",
        palette=("#17202b", "#f4ecd8", "#8fb0b4"),
    ),
    Film(
        slug="mughal-e-azam",
        title="Mughal-e-Azam",
        original_title="मुग़ल-ए-आज़म",
        released_on=date(1960, 8, 5),
        minutes=197,
        certificate="U",
        genres=("History", "Romance", "Drama"),
        languages=("Hindi",),
        countries=("India",),
        directors=("K. Asif",),
        cast=(
            ("Prithviraj Kapoor", "Akbar"),
            ("Madhubala", "Anarkali"),
            ("Dilip Kumar", "Salim"),
            ("Durga Khote", "Jodha"),
        ),
        tagline="A thousand mirrors, and one face in all of them.",
        synopsis=(
            "Prince Salim falls in love with the court dancer Anarkali, and his father the emperor "
            "forbids it. Neither will bend, and a family quarrel grows into a war over whether anyone may "
            "be ordered whom to love."
        ),
        popularity=70,
        motif="doorway/cusped",
        palette=("#3b0f3f", "#ffe8b0", "#d4317a"),
    ),
    Film(
        slug="sholay",
        title="Sholay",
        original_title="शोले",
        released_on=date(1975, 8, 15),
        minutes=204,
        certificate="UA",
        genres=("Action", "Adventure", "Drama"),
        languages=("Hindi",),
        countries=("India",),
        directors=("Ramesh Sippy",),
        cast=(
            ("Dharmendra", "Veeru"),
            ("Amitabh Bachchan", "Jai"),
            ("Sanjeev Kumar", "Thakur Baldev Singh"),
            ("Hema Malini", "Basanti"),
            ("Jaya Bhaduri", "Radha"),
            ("Amjad Khan", "Gabbar Singh"),
        ),
        tagline="Two crooks. One village. A coin to decide.",
        synopsis=(
            "A retired police officer hires two petty criminals to catch the bandit who destroyed his "
            "family. Waiting in the village of Ramgarh they find friendship, two very different women, "
            "and a reason to stay and fight."
        ),
        popularity=88,
        motif="horizon/sun",
        palette=("#3d150b", "#ffe7bd", "#e8702a"),
    ),
    Film(
        slug="dilwale-dulhania-le-jayenge",
        title="Dilwale Dulhania Le Jayenge",
        original_title="दिलवाले दुल्हनिया ले जायेंगे",
        released_on=date(1995, 10, 20),
        minutes=189,
        certificate="U",
        genres=("Romance", "Comedy", "Drama"),
        languages=("Hindi",),
        countries=("India",),
        directors=("Aditya Chopra",),
        cast=(
            ("Shah Rukh Khan", "Raj Malhotra"),
            ("Kajol", "Simran Singh"),
            ("Amrish Puri", "Baldev Singh"),
            ("Farida Jalal", "Lajwanti"),
            ("Anupam Kher", "Dharamvir Malhotra"),
        ),
        tagline="Run. The train is leaving.",
        synopsis=(
            "Raj and Simran, both raised in London, miss a train in Europe and find each other. She is "
            "already promised to a stranger in Punjab, so he follows her there, not to steal the bride "
            "but to win over her whole family."
        ),
        popularity=86,
        motif="rails/fields",
        palette=("#14374a", "#fff4cf", "#f2c11f"),
    ),
    Film(
        slug="lagaan",
        title="Lagaan",
        original_title="लगान",
        released_on=date(2001, 6, 15),
        minutes=224,
        certificate="U",
        genres=("Sports", "Drama", "Musical"),
        languages=("Hindi", "English"),
        countries=("India",),
        directors=("Ashutosh Gowariker",),
        cast=(
            ("Aamir Khan", "Bhuvan"),
            ("Gracy Singh", "Gauri"),
            ("Rachel Shelley", "Elizabeth Russell"),
            ("Paul Blackthorne", "Captain Andrew Russell"),
        ),
        tagline="No rain, no money, and eleven who have never held a bat.",
        synopsis=(
            "In 1893 a drought-stricken village cannot pay its tax, and the officer in charge offers a "
            "wager: beat his men at cricket and pay nothing for three years. Bhuvan says yes before "
            "anybody knows the rules."
        ),
        popularity=80,
        motif="sunburst/wicket",
        palette=("#2f3a1c", "#fff3d2", "#e0a030"),
    ),
    Film(
        slug="3-idiots",
        title="3 Idiots",
        original_title=None,
        released_on=date(2009, 12, 25),
        minutes=170,
        certificate="UA",
        genres=("Comedy", "Drama"),
        languages=("Hindi",),
        countries=("India",),
        directors=("Rajkumar Hirani",),
        cast=(
            ("Aamir Khan", "Rancho"),
            ("R. Madhavan", "Farhan Qureshi"),
            ("Sharman Joshi", "Raju Rastogi"),
            ("Kareena Kapoor", "Pia"),
            ("Boman Irani", "Viru Sahastrabuddhe"),
        ),
        tagline="First in class, last to be found.",
        synopsis=(
            "Years after college two friends set out to find the third, who taught them to learn for joy "
            "and then vanished. On the way they remember the hostel, the pranks, and a principal who ran "
            "an engineering school like a race."
        ),
        popularity=84,
        motif="kite/rooftops",
        palette=("#123a5c", "#fffbe6", "#37a3d8"),
    ),
)
"""Films in Hindi."""
