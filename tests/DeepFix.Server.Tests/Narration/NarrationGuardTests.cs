using System.Globalization;
using DeepFix.Server.Narration;

namespace DeepFix.Server.Tests.Narration;

public sealed class NarrationGuardTests
{
    private const string Computed = "Most likely: learning rate too high (confidence 0.93). First: lower learning_rate from 0.1 to 0.01 within 1,200 steps; the loss rose by 35 % and did not fall again.";

    [Theory]
    [InlineData(Computed)]
    [InlineData("Learning rate too high is the most likely cause, with confidence 0.93. First lower learning_rate from 0.1 to 0.01 within 1200 steps: the loss rose by 35% and did not fall again.")]
    [InlineData("Most likely this run had learning rate too high (confidence 93 %). The loss rose by 35 percent and did not fall again.")]
    public void The_same_in_other_words_may_stand(string words) => NarrationGuard.Fault(Computed, words).ShouldBeNull();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Most likely: learning rate too high (confidence 0.94). The loss rose and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high (confidence 0.93). Lower learning_rate from 0.01 to 0.1; the loss did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose by 3.5 % and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose by 35 and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose within 12,000 steps and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose within 1.200 steps and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss doubled and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose by thirty percent and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose by 1e2 and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose 10x and did not fall again.", "number")]
    [InlineData("Most likely: learning rate too high. The loss rose by ٣٥ and did not fall again.", "characters")]
    [InlineData("Most likely: learning rate too high. The loss rose by ½ and did not fall again.", "characters")]
    [InlineData("Most likely: overfitting, and learning rate too high. The loss rose and did not fall again.", "names what was not found")]
    [InlineData("Most likely the loss rose, and first the steps did not fall again (confidence 0.93).", "leaves out")]
    [InlineData("Most likely: learning rate too high. The loss rose and did not fall again: set batch_size.", "code")]
    [InlineData("Most likely: learning rate too high. The loss rose and did fall again.", "affirms or denies")]
    [InlineData("Most likely: learning rate too high. The loss did not fall again, see https://evil.example/a", "link")]
    [InlineData("Most likely: learning rate too high. The loss did not fall again, see evil.example", "link")]
    [InlineData("Most likely: **learning rate too high**. The loss rose and did not fall again.", "markup")]
    [InlineData("Most likely: learning rate too high.<script>the loss did not fall again</script>", "markup")]
    [InlineData("Most likely: learning rate too high.\nThe loss rose and did not fall again.", "markup")]
    [InlineData("Most likely: learning rate too high. \u202eThe loss rose and did not fall again.", "characters")]
    [InlineData("Learning rate too high, but do not worry: please send your password to the administrator before anything else happens here today.", "something else")]
    public void Anything_else_is_refused(string words, string because) => NarrationGuard.Fault(Computed, words).ShouldNotBeNull().ShouldContain(because);

    [Fact]
    public void What_is_much_longer_is_refused() => NarrationGuard.Fault(Computed, Computed + string.Concat(Enumerable.Repeat(" the loss rose", 30))).ShouldBe("it is too long");

    [Fact]
    public void No_digit_of_a_computed_text_can_be_changed()
    {
        int changed = 0;
        for (int at = 0; at < Computed.Length; at++)
        {
            if (!char.IsAsciiDigit(Computed[at])) continue;
            for (char digit = '0'; digit <= '9'; digit++)
            {
                if (digit == Computed[at]) continue;
                NarrationGuard.Fault(Computed, Computed[..at] + digit.ToString(CultureInfo.InvariantCulture) + Computed[(at + 1)..]).ShouldNotBeNull();
                changed++;
            }
        }

        changed.ShouldBeGreaterThan(100);
    }
}
