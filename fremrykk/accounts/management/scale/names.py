"""What invented people are called and where they live: combined, so that many are called alike and most are not."""

from itertools import product

FIRST = (
    "Anne", "Inger", "Kari", "Marit", "Ingrid", "Liv", "Eva", "Berit", "Astrid", "Bjørg", "Hilde", "Solveig", "Randi", "Ida",
    "Nora", "Emma", "Sofie", "Maja", "Thea", "Åse", "Øydis", "Ragnhild", "Gunvor", "Tuva", "Jan", "Per", "Bjørn", "Ole", "Lars",
    "Kjell", "Knut", "Arne", "Svein", "Hans", "Geir", "Tor", "Morten", "Terje", "Odd", "Erik", "Martin", "Andreas", "Jonas",
    "Emil", "Magnus", "Håkon", "Åsmund", "Øystein", "Amir", "Fatima", "Piotr", "Agnieszka", "Mohammed", "Linh", "Yusuf", "Elena",
)  # fmt: skip
BEGINNINGS = (
    "Berg", "Haug", "Lund", "Sol", "Ness", "Vik", "Dal", "Mo", "Ås", "Eide", "Furu", "Granli", "Hag", "Holm", "Kvam", "Lille",
    "Moen", "Nord", "Ravn", "Rust", "Skog", "Stein", "Strand", "Sund", "Tveit", "Ulv", "Varde", "Vest", "Øst", "Ødegård",
)  # fmt: skip
ENDINGS = (
    "",
    "en",
    "seth",
    "stad",
    "land",
    "heim",
    "vik",
    "nes",
    "rud",
    "bø",
    "åsen",
    "haugen",
    "bakken",
    "lien",
    "moen",
)
LAST = tuple(beginning + ending for beginning, ending in product(BEGINNINGS, ENDINGS))
TOWNS = (
    "Oslo", "Bergen", "Trondheim", "Stavanger", "Drammen", "Fredrikstad", "Kristiansand", "Sandnes", "Tromsø", "Sarpsborg",
    "Skien", "Ålesund", "Sandefjord", "Haugesund", "Tønsberg", "Moss", "Porsgrunn", "Bodø", "Arendal", "Hamar", "Larvik",
    "Halden", "Harstad", "Lillehammer", "Molde", "Kongsberg", "Gjøvik", "Horten", "Askøy", "Kristiansund", "Jessheim",
    "Narvik", "Elverum", "Alta", "Leirvik", "Førde", "Steinkjer", "Levanger", "Namsos", "Vadsø", "Hammerfest", "Kirkenes",
)  # fmt: skip
