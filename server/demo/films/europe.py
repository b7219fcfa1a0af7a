"""Films of Europe and Africa, silent ones among them."""

from datetime import date

from server.demo.films.film import Film

EUROPEAN_AND_AFRICAN: tuple[Film, ...] = (
    Film(
        slug="nosferatu",
        title="Nosferatu",
        original_title="Nosferatu – Eine Symphonie des Grauens",
        released_on=date(1922, 3, 4),
        minutes=94,
        certificate="PG",
        genres=("Horror", "Fantasy"),
        languages=("Silent",),
        countries=("Germany",),
        directors=("F. W. Murnau",),
        cast=(
            ("Max Schreck", "Count Orlok"),
            ("Gustav von Wangenheim", "Hutter"),
            ("Greta Schröder", "Ellen"),
        ),
        tagline="The shadow takes the stairs first.",
        synopsis=(
            "Young Hutter travels to the Carpathians to sell a house to a count who sleeps by day. The "
            "count likes the picture of Hutter's wife, loads his coffins on a ship, and the plague comes "
            "home with him."
        ),
        popularity=46,
        motif="stairs/shadow",
        palette=("#17251f", "#eef2d4", "#7d9b62"),
    ),
    Film(
        slug="metropolis",
        title="Metropolis",
        original_title=None,
        released_on=date(1927, 1, 10),
        minutes=153,
        certificate="PG",
        genres=("Science Fiction", "Drama"),
        languages=("Silent",),
        countries=("Germany",),
        directors=("Fritz Lang",),
        cast=(
            ("Brigitte Helm", "Maria / The Machine-Man"),
            ("Gustav Fröhlich", "Freder"),
            ("Alfred Abel", "Joh Fredersen"),
            ("Rudolf Klein-Rogge", "Rotwang"),
        ),
        tagline="The city has a heartbeat. It runs on shifts.",
        synopsis=(
            "Above, gardens and towers; below, the workers who keep them lit. The ruler's son follows a "
            "woman called Maria down into the depths, while an inventor gives her face to a machine."
        ),
        popularity=66,
        motif="skyline/tower",
        palette=("#15181f", "#f5e6c0", "#c79a3f"),
    ),
    Film(
        slug="bicycle-thieves",
        title="Bicycle Thieves",
        original_title="Ladri di biciclette",
        released_on=date(1948, 11, 24),
        minutes=89,
        certificate="U",
        genres=("Drama",),
        languages=("Italian",),
        countries=("Italy",),
        directors=("Vittorio De Sica",),
        cast=(
            ("Lamberto Maggiorani", "Antonio Ricci"),
            ("Enzo Staiola", "Bruno Ricci"),
            ("Lianella Carell", "Maria Ricci"),
        ),
        tagline="No bicycle, no job. All of Rome to search.",
        synopsis=(
            "After the war Antonio finds work putting up posters, on one condition: he must have a "
            "bicycle. On the first morning it is stolen, and he and his small son walk the city from end "
            "to end to get it back."
        ),
        popularity=54,
        motif="wheel/spokes",
        palette=("#2e2622", "#f6ead2", "#c9764a"),
    ),
    Film(
        slug="the-seventh-seal",
        title="The Seventh Seal",
        original_title="Det sjunde inseglet",
        released_on=date(1957, 2, 16),
        minutes=96,
        certificate="PG",
        genres=("Drama", "Fantasy"),
        languages=("Swedish",),
        countries=("Sweden",),
        directors=("Ingmar Bergman",),
        cast=(
            ("Max von Sydow", "Antonius Block"),
            ("Gunnar Björnstrand", "Jöns"),
            ("Bengt Ekerot", "Death"),
            ("Nils Poppe", "Jof"),
            ("Bibi Andersson", "Mia"),
        ),
        tagline="It is your move.",
        synopsis=(
            "A knight comes home from the crusades to a land of plague, and Death is waiting on the "
            "beach. They sit down to a game of chess; as long as it lasts, the knight may look for one "
            "act that means something."
        ),
        popularity=47,
        motif="chess/shore",
        palette=("#16202b", "#eef1ee", "#6d8796"),
    ),
    Film(
        slug="the-umbrellas-of-cherbourg",
        title="The Umbrellas of Cherbourg",
        original_title="Les Parapluies de Cherbourg",
        released_on=date(1964, 2, 19),
        minutes=91,
        certificate="U",
        genres=("Musical", "Romance", "Drama"),
        languages=("French",),
        countries=("France", "West Germany"),
        directors=("Jacques Demy",),
        cast=(
            ("Catherine Deneuve", "Geneviève Emery"),
            ("Nino Castelnuovo", "Guy Foucher"),
            ("Anne Vernon", "Madame Emery"),
            ("Marc Michel", "Roland Cassard"),
            ("Ellen Farner", "Madeleine"),
        ),
        tagline="Even the filling station sings.",
        synopsis=(
            "Geneviève helps in her mother's umbrella shop and loves Guy, a mechanic, until he is called "
            "up to Algeria. Every word is sung, every wallpaper glows, and letters take a very long time."
        ),
        popularity=45,
        motif="umbrella/many",
        palette=("#57203f", "#fff0ea", "#ee5c86"),
    ),
    Film(
        slug="pans-labyrinth",
        title="Pan's Labyrinth",
        original_title="El laberinto del fauno",
        released_on=date(2006, 10, 11),
        minutes=119,
        certificate="15",
        genres=("Fantasy", "Drama", "War"),
        languages=("Spanish",),
        countries=("Spain", "Mexico"),
        directors=("Guillermo del Toro",),
        cast=(
            ("Ivana Baquero", "Ofelia"),
            ("Sergi López", "Captain Vidal"),
            ("Maribel Verdú", "Mercedes"),
            ("Doug Jones", "The Faun / The Pale Man"),
            ("Ariadna Gil", "Carmen"),
        ),
        tagline="Three tasks before the moon is full.",
        synopsis=(
            "Spain, 1944: Ofelia is brought to the mill from which her new stepfather hunts rebels. In "
            "the old maze behind it a faun calls her princess and sets her three tasks, and both of her "
            "worlds have monsters at the table."
        ),
        popularity=68,
        motif="moontree/bare",
        palette=("#0d2b33", "#f2f4d8", "#4f9a8a"),
    ),
    Film(
        slug="timbuktu",
        title="Timbuktu",
        original_title=None,
        released_on=date(2014, 12, 10),
        minutes=97,
        certificate="12A",
        genres=("Drama",),
        languages=("Tamasheq", "French", "Arabic", "Bambara"),
        countries=("Mauritania", "France"),
        directors=("Abderrahmane Sissako",),
        cast=(
            ("Ibrahim Ahmed", "Kidane"),
            ("Toulou Kiki", "Satima"),
            ("Layla Walet Mohamed", "Toya"),
            ("Abel Jafri", "Abdelkerim"),
            ("Fatoumata Diawara", "Fatou"),
        ),
        tagline="They banned the ball. The boys played on.",
        synopsis=(
            "Armed men have taken the old city and forbidden music, football and bare hands. Out in the "
            "dunes Kidane lives quietly with his wife, daughter and eight cows, until a quarrel at the "
            "river puts him before their court."
        ),
        popularity=28,
        motif="horizon/dunes",
        palette=("#4a2c14", "#fff3d6", "#e3a24a"),
    ),
)
"""Films of Europe and Africa, silent ones among them."""
