using CsCheck;
using DeepFix.Server.Security;

namespace DeepFix.Server.Tests.Security;

public sealed class SafeEchoTests
{
    [Theory]
    [InlineData("http://user:hunter2@host:5000/a", "http://host:5000/a")]
    [InlineData("http://hunter2@host", "http://host")]
    [InlineData("http://us@er:hunter2@host", "http://host")]
    [InlineData("http://user:hunt/er2?x#y@host", "http://host")]
    [InlineData("http:user:hunter2@host", "http://host")]
    [InlineData("https://host/a?token=hunter2#x", "https://host/a?…")]
    [InlineData("plain text", "plain text")]
    [InlineData("somebody@example.com", "somebody@example.com")]
    public void Secrets_in_addresses_are_cut(string text, string safe) => SafeEcho.WithoutSecrets(text).ShouldBe(safe);

    [Fact]
    public void Long_text_is_cut_and_stays_valid_text()
        => Gen.String[Gen.OneOf(Gen.Char, Gen.Const('\ud83d'), Gen.Const('a')), 0, 2000].Sample(text => SafeEcho.WithoutSecrets(text).Length.ShouldBeLessThanOrEqualTo(121));

    [Fact]
    public void A_password_longer_than_what_is_shown_is_cut_too() => SafeEcho.WithoutSecrets("http://" + new string('p', 1000) + "@host").ShouldBe("http://host");
}
