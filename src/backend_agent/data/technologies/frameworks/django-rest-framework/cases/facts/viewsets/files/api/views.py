from rest_framework import generics, mixins, serializers, viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response


class BookSerializer(serializers.Serializer):
    title = serializers.CharField()


class BookViewSet(viewsets.ModelViewSet):
    serializer_class = BookSerializer
    lookup_field = "isbn"

    def create(self, request):
        return Response(status=201)

    @action(detail=True, methods=["post"], permission_classes=[IsAdminUser])
    def publish(self, request, isbn=None):
        return Response()

    @action(detail=False, url_path="newest")
    def latest(self, request):
        return Response()


class LogViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    permission_classes = [AllowAny]


class Pens(generics.ListCreateAPIView):
    serializer_class = BookSerializer


class PenViewSet(viewsets.ModelViewSet):
    permission_classes = [IsAdminUser]


@api_view(["GET"])
@permission_classes([AllowAny])
def ping(request):
    return Response()


@api_view(["GET", "POST"])
def stats(request):
    return Response()
