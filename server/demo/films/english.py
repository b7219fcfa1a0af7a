"""Films of English-speaking countries, silent ones among them."""

from datetime import date

from server.demo.films.film import Film

ENGLISH: tuple[Film, ...] = (
    Film(
        slug="the-general",
        title="The General",
        original_title=None,
        released_on=date(1926, 12, 31),
        minutes=79,
        certificate="U",
        genres=("Comedy", "Adventure", "War"),
        languages=("Silent",),
        countries=("United States",),
        directors=("Clyde Bruckman", "Buster Keaton"),
        cast=(
            ("Buster Keaton", "Johnnie Gray"),
            ("Marion Mack", "Annabelle Lee"),
            ("Glen Cavender", "Captain Anderson"),
        ),
        tagline="He had two loves. One ran on coal.",
        synopsis=(
            "When spies steal his locomotive, with his sweetheart on board, engine driver Johnnie Gray "
            "sets off after them alone, by handcar, by bicycle and by rail. Getting there is half the "
            "chase; the other half is coming back."
        ),
        popularity=38,
        motif="rails/steam",
        palette=("#2a2320", "#f6ecd8", "#b0703a"),
    ),
    Film(
        slug="city-lights",
        title="City Lights",
        original_title=None,
        released_on=date(1931, 1, 30),
        minutes=87,
        certificate="U",
        genres=("Comedy", "Romance", "Drama"),
        languages=("Silent",),
        countries=("United States",),
        directors=("Charlie Chaplin",),
        cast=(
            ("Charlie Chaplin", "The Tramp"),
            ("Virginia Cherrill", "The Blind Girl"),
            ("Harry Myers", "The Eccentric Millionaire"),
            ("Florence Lee", "The Grandmother"),
        ),
        tagline="She thought he was a millionaire. He nearly was, some nights.",
        synopsis=(
            "A tramp falls in love with a blind flower seller who takes him for a rich man. He sweeps "
            "streets, boxes badly and befriends a millionaire who only knows him when drunk, all to pay "
            "for an operation."
        ),
        popularity=53,
        motif="skyline/night",
        palette=("#141a40", "#fff2d6", "#d9738f"),
    ),
    Film(
        slug="casablanca",
        title="Casablanca",
        original_title=None,
        released_on=date(1942, 11, 26),
        minutes=102,
        certificate="U",
        genres=("Romance", "Drama", "War"),
        languages=("English",),
        countries=("United States",),
        directors=("Michael Curtiz",),
        cast=(
            ("Humphrey Bogart", "Rick Blaine"),
            ("Ingrid Bergman", "Ilsa Lund"),
            ("Paul Henreid", "Victor Laszlo"),
            ("Claude Rains", "Captain Louis Renault"),
            ("Dooley Wilson", "Sam"),
        ),
        tagline="Two letters of transit. Three people.",
        synopsis=(
            "Rick runs a bar in wartime Casablanca and sticks his neck out for nobody. Then the woman who "
            "left him in Paris walks in on the arm of a resistance leader, and Rick holds the only papers "
            "that could save them."
        ),
        popularity=79,
        motif="doorway/horseshoe",
        palette=("#1e2530", "#f8ecd6", "#b9925f"),
    ),
    Film(
        slug="singin-in-the-rain",
        title="Singin' in the Rain",
        original_title=None,
        released_on=date(1952, 3, 27),
        minutes=103,
        certificate="U",
        genres=("Musical", "Comedy", "Romance"),
        languages=("English",),
        countries=("United States",),
        directors=("Gene Kelly", "Stanley Donen"),
        cast=(
            ("Gene Kelly", "Don Lockwood"),
            ("Donald O'Connor", "Cosmo Brown"),
            ("Debbie Reynolds", "Kathy Selden"),
            ("Jean Hagen", "Lina Lamont"),
        ),
        tagline="The pictures learn to talk. One star should not have.",
        synopsis=(
            "Hollywood, 1927: sound has arrived and the studio's biggest silent star has a voice like a "
            "saw. Don, his partner Cosmo and a young dancer save the picture by turning it into a "
            "musical, one wet night at a time."
        ),
        popularity=73,
        motif="umbrella/single",
        palette=("#122b52", "#fff4d0", "#f4c22e"),
    ),
    Film(
        slug="vertigo",
        title="Vertigo",
        original_title=None,
        released_on=date(1958, 5, 9),
        minutes=128,
        certificate="PG",
        genres=("Thriller", "Mystery", "Romance"),
        languages=("English",),
        countries=("United States",),
        directors=("Alfred Hitchcock",),
        cast=(
            ("James Stewart", 'John "Scottie" Ferguson'),
            ("Kim Novak", "Madeleine Elster / Judy Barton"),
            ("Barbara Bel Geddes", "Midge Wood"),
            ("Tom Helmore", "Gavin Elster"),
        ),
        tagline="Do not look down. Do not look back.",
        synopsis=(
            "A detective who cannot bear heights is asked to follow a friend's wife through San "
            "Francisco. He falls for her, fails her, and later sees a stranger with her face, whom he "
            "begins to dress as the dead."
        ),
        popularity=71,
        motif="rings/spiral",
        palette=("#2a0d08", "#fff0dc", "#e4501e"),
    ),
    Film(
        slug="2001-a-space-odyssey",
        title="2001: A Space Odyssey",
        original_title=None,
        released_on=date(1968, 4, 2),
        minutes=149,
        certificate="U",
        genres=("Science Fiction", "Adventure"),
        languages=("English",),
        countries=("United Kingdom", "United States"),
        directors=("Stanley Kubrick",),
        cast=(
            ("Keir Dullea", "Dave Bowman"),
            ("Gary Lockwood", "Frank Poole"),
            ("William Sylvester", "Heywood Floyd"),
            ("Douglas Rain", "HAL 9000 (voice)"),
        ),
        tagline="It has been waiting four million years.",
        synopsis=(
            "A black slab that once stood among apes is found again beneath the dust of the Moon. A ship "
            "goes out towards Jupiter to see who left it; on board, a calm voice starts to have doubts "
            "about the crew."
        ),
        popularity=82,
        motif="eye/lens",
        palette=("#150f14", "#fbf1ea", "#d81e1e"),
        formats=("2D", "IMAX"),
    ),
    Film(
        slug="interstellar",
        title="Interstellar",
        original_title=None,
        released_on=date(2014, 11, 7),
        minutes=169,
        certificate="12A",
        genres=("Science Fiction", "Adventure", "Drama"),
        languages=("English",),
        countries=("United States", "United Kingdom"),
        directors=("Christopher Nolan",),
        cast=(
            ("Matthew McConaughey", "Cooper"),
            ("Anne Hathaway", "Brand"),
            ("Jessica Chastain", "Murph"),
            ("Mackenzie Foy", "Murph, aged ten"),
            ("Michael Caine", "Professor Brand"),
        ),
        tagline="An hour there is seven years here.",
        synopsis=(
            "The Earth is turning to dust, and a former pilot is asked to look for another beyond a tear "
            "in space. Each hour he spends out there costs years at home, where his daughter is waiting "
            "and growing older than he is."
        ),
        popularity=95,
        motif="orbit/lensed",
        palette=("#10131c", "#fff3dc", "#e09a3e"),
        formats=("2D", "IMAX"),
    ),
    Film(
        slug="mad-max-fury-road",
        title="Mad Max: Fury Road",
        original_title=None,
        released_on=date(2015, 5, 14),
        minutes=120,
        certificate="15",
        genres=("Action", "Adventure", "Science Fiction"),
        languages=("English",),
        countries=("Australia", "United States"),
        directors=("George Miller",),
        cast=(
            ("Tom Hardy", "Max Rockatansky"),
            ("Charlize Theron", "Imperator Furiosa"),
            ("Nicholas Hoult", "Nux"),
            ("Hugh Keays-Byrne", "Immortan Joe"),
        ),
        tagline="There and back again, at full throttle.",
        synopsis=(
            "In a desert where water is power, Furiosa drives off with a warlord's most guarded treasure: "
            "his wives. A loner called Max is strapped to the front of the pursuit, and has to decide "
            "very quickly whom to trust."
        ),
        popularity=93,
        motif="wheel/gear",
        palette=("#0f3440", "#fff0cf", "#ee7a1a"),
        formats=("2D", "3D", "IMAX"),
    ),
)
"""Films of English-speaking countries, silent ones among them."""
