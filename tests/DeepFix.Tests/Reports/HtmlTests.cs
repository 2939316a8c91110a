using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed class HtmlTests
{
    [Fact]
    public void Text_is_escaped_wherever_it_stands()
    {
        Html.Element("p", "<script>alert(1)</script> & \"'").ToString().ShouldBe("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;</p>");
        Html.Element("p").With("title", "\"><script>").ToString().ShouldBe("<p title=\"&quot;&gt;&lt;script&gt;\"></p>");
    }

    [Fact]
    public void Control_and_direction_characters_are_left_out()
        => Html.Element("p", "a\u202eb\u0007c\u200fd").ToString().ShouldBe("<p>abcd</p>");

    [Theory]
    [InlineData("script")]
    [InlineData("p onclick")]
    [InlineData("p><b")]
    [InlineData("iframe")]
    [InlineData("")]
    public void What_could_run_or_break_out_is_no_element(string name)
        => Should.Throw<ArgumentException>(() => Html.Element(name));

    [Theory]
    [InlineData("onload", "x")]
    [InlineData("style", "x")]
    [InlineData("src", "x.png")]
    [InlineData("href", "https://example.org")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("a b", "x")]
    public void What_could_run_or_lead_out_is_no_attribute(string name, string value)
        => Should.Throw<ArgumentException>(() => Html.Element("a").With(name, value));

    [Fact]
    public void Elements_nest_in_the_order_in_which_they_are_named()
        => Html.Of(["a", Html.Element("b", "c", Html.Element("br")), Html.Empty]).ToString().ShouldBe("a<b>c<br></b>");
}
