"""Films in Telugu, Tamil, Malayalam and Kannada."""

from datetime import date

from server.demo.films.film import Film

SOUTH_INDIAN: tuple[Film, ...] = (
    Film(
        slug="mayabazar",
        title="Mayabazar",
        original_title="మాయాబజార్",
        released_on=date(1957, 3, 27),
        minutes=184,
        certificate="U",
        genres=("Fantasy", "Comedy", "Musical"),
        languages=("Telugu",),
        countries=("India",),
        directors=("K. V. Reddy",),
        cast=(
            ("N. T. Rama Rao", "Krishna"),
            ("Akkineni Nageswara Rao", "Abhimanyu"),
            ("Savitri", "Sasirekha"),
            ("S. V. Ranga Rao", "Ghatotkacha"),
        ),
        tagline="A wedding, a giant, and a town made of tricks.",
        synopsis=(
            "Sasirekha is promised to one cousin and in love with another. Her family has changed its "
            "mind for the sake of power, so the good-natured giant Ghatotkacha conjures up a whole town "
            "of illusions and takes the bride's place himself."
        ),
        popularity=78,
        motif="curtain/stage",
        palette=("#5a1038", "#ffe9b8", "#f2a52b"),
    ),
    Film(
        slug="sankarabharanam",
        title="Sankarabharanam",
        original_title="శంకరాభరణం",
        released_on=date(1980, 2, 2),
        minutes=143,
        certificate="U",
        genres=("Musical", "Drama"),
        languages=("Telugu",),
        countries=("India",),
        directors=("K. Viswanath",),
        cast=(
            ("J. V. Somayajulu", "Sankara Sastri"),
            ("Manju Bhargavi", "Tulasi"),
            ("Allu Ramalingaiah", "Madhava"),
            ("Chandra Mohan", "Kameswara Rao"),
            ("Rajyalakshmi", "Sarada"),
        ),
        tagline="He would bend for nobody. The music would.",
        synopsis=(
            "A master of Carnatic song watches his listeners drift away and his house grow quiet. Tulasi, "
            "born into a life she did not choose, gives everything to keep his art alive, and finds a "
            "child to carry it on."
        ),
        popularity=52,
        motif="rings/strings",
        palette=("#6b1f12", "#fff1cf", "#f08a24"),
    ),
    Film(
        slug="eega",
        title="Eega",
        original_title="ఈగ",
        released_on=date(2012, 7, 6),
        minutes=134,
        certificate="UA",
        genres=("Fantasy", "Action", "Romance"),
        languages=("Telugu",),
        countries=("India",),
        directors=("S. S. Rajamouli",),
        cast=(
            ("Sudeep", "Sudeep"),
            ("Nani", "Nani"),
            ("Samantha Ruth Prabhu", "Bindu"),
        ),
        tagline="Small wings. A long memory.",
        synopsis=(
            "Nani is murdered by a businessman who wants the woman he loves. He comes back as a housefly, "
            "a few millimetres long and utterly determined, and starts to take his enemy's comfortable "
            "life apart."
        ),
        popularity=74,
        motif="eye/facets",
        palette=("#10331f", "#f4ffd9", "#8fce3c"),
        dubs=("Tamil",),
    ),
    Film(
        slug="baahubali-the-beginning",
        title="Baahubali: The Beginning",
        original_title="బాహుబలి",
        released_on=date(2015, 7, 10),
        minutes=159,
        certificate="UA",
        genres=("Action", "Fantasy", "Adventure"),
        languages=("Telugu",),
        countries=("India",),
        directors=("S. S. Rajamouli",),
        cast=(
            ("Prabhas", "Sivudu / Amarendra Baahubali"),
            ("Rana Daggubati", "Bhallaladeva"),
            ("Anushka Shetty", "Devasena"),
            ("Tamannaah Bhatia", "Avanthika"),
            ("Ramya Krishnan", "Sivagami"),
            ("Sathyaraj", "Kattappa"),
        ),
        tagline="Above the falls, a throne remembers.",
        synopsis=(
            "A foundling raised below a waterfall cannot stop climbing it. At the top he finds a kingdom "
            "under a tyrant, a queen in chains, and people who fall to their knees at the sight of his "
            "face."
        ),
        popularity=92,
        motif="peaks/falls",
        palette=("#0f3146", "#fbf5e2", "#e0a84a"),
        dubs=("Tamil", "Hindi"),
        formats=("2D", "IMAX"),
    ),
    Film(
        slug="rrr",
        title="RRR",
        original_title="రౌద్రం రణం రుధిరం",
        released_on=date(2022, 3, 25),
        minutes=182,
        certificate="UA",
        genres=("Action", "Drama", "History"),
        languages=("Telugu",),
        countries=("India",),
        directors=("S. S. Rajamouli",),
        cast=(
            ("N. T. Rama Rao Jr.", "Komaram Bheem"),
            ("Ram Charan", "Alluri Sitarama Raju"),
            ("Ajay Devgn", "Venkatarama Raju"),
            ("Alia Bhatt", "Sita"),
            ("Ray Stevenson", "Scott Buxton"),
            ("Olivia Morris", "Jenny"),
        ),
        tagline="One is fire, one is water. Both are coming.",
        synopsis=(
            "In the Delhi of the 1920s a man looking for a stolen child and an officer hunting for him "
            "become friends without knowing who the other is. When they find out, an empire has two "
            "problems instead of one."
        ),
        popularity=97,
        motif="sunburst/clash",
        palette=("#3a0d0a", "#ffedd0", "#e5431f"),
        dubs=("Hindi", "Tamil"),
        formats=("2D", "3D", "IMAX"),
    ),
    Film(
        slug="nayakan",
        title="Nayakan",
        original_title="நாயகன்",
        released_on=date(1987, 10, 21),
        minutes=156,
        certificate="A",
        genres=("Crime", "Drama"),
        languages=("Tamil",),
        countries=("India",),
        directors=("Mani Ratnam",),
        cast=(
            ("Kamal Haasan", "Velu Naicker"),
            ("Saranya Ponvannan", "Neela"),
            ("Karthika", "Charumathi"),
            ("Janagaraj", "Selvam"),
            ("Nassar", None),
        ),
        tagline="Good to whom?",
        synopsis=(
            "A boy who flees to Bombay after his father is killed grows into the man the slum turns to "
            "for justice, and the police for blame. The power that feeds thousands costs him his own "
            "family, one by one."
        ),
        popularity=56,
        motif="skyline/harbour",
        palette=("#2b0f1f", "#ffe6cf", "#e0563b"),
    ),
    Film(
        slug="kumbalangi-nights",
        title="Kumbalangi Nights",
        original_title="കുമ്പളങ്ങി നൈറ്റ്സ്",
        released_on=date(2019, 2, 7),
        minutes=135,
        certificate="UA",
        genres=("Drama", "Comedy", "Romance"),
        languages=("Malayalam",),
        countries=("India",),
        directors=("Madhu C. Narayanan",),
        cast=(
            ("Soubin Shahir", "Saji"),
            ("Shane Nigam", "Bobby"),
            ("Fahadh Faasil", "Shammy"),
            ("Sreenath Bhasi", "Bonny"),
            ("Anna Ben", "Baby"),
            ("Mathew Thomas", "Franky"),
        ),
        tagline="Four brothers, one roof, no doors.",
        synopsis=(
            "In a half-built house among the backwaters near Kochi four brothers share everything but a "
            "kind word. Love, a loss and a very tidy brother-in-law force them to become a family after "
            "all."
        ),
        popularity=61,
        motif="waves/backwater",
        palette=("#0b2f3a", "#f4f6d8", "#3aa39a"),
    ),
    Film(
        slug="kantara",
        title="Kantara",
        original_title="ಕಾಂತಾರ",
        released_on=date(2022, 9, 30),
        minutes=148,
        certificate="UA",
        genres=("Action", "Drama", "Thriller"),
        languages=("Kannada",),
        countries=("India",),
        directors=("Rishab Shetty",),
        cast=(
            ("Rishab Shetty", "Shiva"),
            ("Sapthami Gowda", "Leela"),
            ("Kishore", "Muralidhar"),
            ("Achyuth Kumar", "Devendra Suttooru"),
        ),
        tagline="The forest was promised. The forest listens.",
        synopsis=(
            "A village by the forest lives on land a king once traded for peace of mind. When a forest "
            "officer and a landlord both lay claim to it, the hot-headed Shiva has to answer a calling "
            "his family has carried for generations."
        ),
        popularity=81,
        motif="sunburst/halo",
        palette=("#2a0a08", "#ffdf9e", "#d8301c"),
        dubs=("Telugu", "Hindi"),
    ),
)
"""Films in Telugu, Tamil, Malayalam and Kannada."""
