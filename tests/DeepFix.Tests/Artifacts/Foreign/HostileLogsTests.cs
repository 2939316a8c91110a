using System.Text;
using CsCheck;
using DeepFix.Api;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>Whatever a file holds, it is read or refused with a word, in bounded time.</summary>
public sealed class HostileLogsTests
{
    private static readonly string[] Whole =
    [
        "epoch,train_loss,val_loss\n0,3,4\n1,2,3\n2,1,2\n",
        """{"loss": [3, 2, 1], "val_loss": [4, 3, 2]}""",
        """{"log_history": [{"epoch": 0.5, "step": 1, "loss": 3}, {"epoch": 1, "step": 2, "eval_loss": 3}, {"epoch": 2, "step": 3, "loss": 1}]}""",
        "{\"epoch\": 0, \"loss\": 3}\n{\"epoch\": 1, \"loss\": 2}\n{\"epoch\": 2, \"loss\": 1}\n",
        "(epoch: 1, iters: 100, time: 0.4, data: 3.1) G_GAN: 0.5 G_L1: 8.0\n(epoch: 2, iters: 200, time: 0.4, data: 3.1) G_GAN: 0.25 G_L1: 4.0\n",
        "epoch;phase;loss\n0;train;1,5\n0;val;2,5\n1;train;1\n1;val;2\n",
    ];

    [Fact]
    public void Any_bytes_are_read_or_refused()
        => Gen.Byte.Array[0, 200].Sample(bytes => ShouldBeReadOrRefused(bytes), iter: 500);

    [Fact]
    public void A_log_with_damage_anywhere_is_read_or_refused()
        => Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 400], Gen.String[Gen.Char["{}[],;:\"'\n\r\t|0nNeE-. #%("], 0, 4]).Sample(
            (which, at, put) =>
            {
                string text = Whole[which];
                int place = at % text.Length;
                ShouldBeReadOrRefused(Encoding.UTF8.GetBytes(text[..place] + put + text[(place + 1)..]));
            }, iter: 2000);

    [Theory]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("[")]
    [InlineData("\"")]
    [InlineData("{\"a\":")]
    [InlineData("epoch: 1\n")]
    [InlineData("a,b\n1,2\n")]
    public void A_million_of_the_same_ends_soon(string piece)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var used = ProcessorTime.Of(() => ShouldBeReadOrRefused(bytes));
        used.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static void ShouldBeReadOrRefused(byte[] bytes)
    {
        try
        {
            Logs.Read(bytes).Metrics().RowCount.ShouldBeGreaterThan(0);
        }
        catch (DeepFixException refusal)
        {
            refusal.Code.ShouldBe(ErrorCode.ArtifactNotFound);
            refusal.Message.ShouldNotBeEmpty();
        }
    }
}
