class User:
    def to_dict(self):
        return {
            "name": self.name,
            "password": self.password,  # expect: password-in-answer-py
        }


class Seen(ModelSerializer):
    class Meta:
        # expect: password-in-answer-py
        model = User
        fields = "__all__"
