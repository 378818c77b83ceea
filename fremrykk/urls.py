"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("clients.urls")),
    path("", include("candidates.urls")),
    path("", include("privacy.urls")),
    path("", include("fremrykk.accounts.urls")),
    path("admin/", admin.site.urls),
]
handler500 = "fremrykk.late.answer_a_fault"
