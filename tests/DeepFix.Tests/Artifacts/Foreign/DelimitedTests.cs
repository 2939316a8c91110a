using System.IO.Compression;
using System.Text;
using CsCheck;
using DeepFix.Api;
using DeepFix.Artifacts.Foreign;
using static System.FormattableString;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>One table, written in every way in which such tables are met.</summary>
public sealed class DelimitedTests
{
    private static readonly double[] Train = [2.5, 1.25, 0.625, 0.5];
    private static readonly double[] Val = [2.75, 1.5, 1.125, 1.25];

    private static readonly string[] Names = ["epoch", "train_loss", "val_loss", "lr"];

    private static string Table(string delimiter = ",", string end = "\n", bool final = true, string pad = "")
    {
        IEnumerable<string[]> rows = Train.Select((t, i) => new[] { Invariant($"{i}"), Invariant($"{t}"), Invariant($"{Val[i]}"), "1e-3", "00:12" });
        string[] lines = [.. rows.Prepend(["epoch", "train_loss", "val_loss", "lr", "time"]).Select(r => string.Join(delimiter, r.Select(c => pad + c)))];
        return string.Join(end, lines) + (final ? end : "");
    }

    private static void ShouldBeRead(ForeignLog log)
    {
        log.Values("train_loss").ShouldBe(Train);
        log.Values("val_loss").ShouldBe(Val);
        log.Metrics().Find("train_loss")!.Epochs.ToArray().ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("\t")]
    [InlineData(";")]
    [InlineData("|")]
    [InlineData("  ")]
    [InlineData(" , ")]
    public void Cells_are_separated_by_whatever_the_header_has(string delimiter) => ShouldBeRead(Logs.Read(Table(delimiter)));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    [InlineData("\r")]
    public void Lines_end_as_they_may_with_and_without_a_last_end(string end)
    {
        ShouldBeRead(Logs.Read(Table(end: end)));
        ShouldBeRead(Logs.Read(Table(end: end, final: false)));
    }

    [Fact]
    public void Padded_cells_are_the_same_cells() => ShouldBeRead(Logs.Read(Table(pad: "             ")));

    [Fact]
    public void Every_encoding_of_text_is_read()
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), new UTF32Encoding(false, true)])
            ShouldBeRead(Logs.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Table())]));
    }

    [Fact]
    public void Bytes_of_another_code_page_leave_the_numbers_whole()
    {
        ForeignLog log = Logs.Read([.. Encoding.ASCII.GetBytes("epoch,train_loss,val_loss,"), 0xB2, 0xC9, (byte)'\n', .. Encoding.ASCII.GetBytes("0,2.5,2.75,1\n1,1.25,1.5,1\n2,0.625,1.125,1\n3,0.5,1.25,1\n")]);
        ShouldBeRead(log);
        log.Notes.ShouldContain(n => n.Contains("not UTF-8"));
    }

    [Fact]
    public void Gzip_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Table()));
        ShouldBeRead(Logs.Read(packed.ToArray(), "history.csv.gz"));
    }

    [Fact]
    public void A_decimal_comma_between_semicolons_is_a_decimal_point() => ShouldBeRead(Logs.Read(Table(";").Replace('.', ',')));

    [Fact]
    public void The_order_of_the_columns_is_free()
        => Gen.Shuffle(Names).Sample(names =>
        {
            string Cell(string name, int i) => name switch { "epoch" => Invariant($"{i}"), "train_loss" => Invariant($"{Train[i]}"), "val_loss" => Invariant($"{Val[i]}"), _ => "0.1" };
            ShouldBeRead(Logs.Read(string.Join(',', names) + "\n" + string.Join('\n', Train.Select((_, i) => string.Join(',', names.Select(n => Cell(n, i)))))));
        }, iter: 20);

    [Theory]
    [InlineData(",epoch,train_loss,val_loss\n", true)]
    [InlineData("\tepoch\ttrain_loss\tval_loss\n", true)]
    [InlineData("epoch,train_loss,val_loss\n", false)]
    [InlineData("\"epoch\" \"train_loss\" \"val_loss\"\n", false)]
    public void An_index_without_a_name_shifts_nothing(string header, bool named)
    {
        char delimiter = header.Contains('\t', StringComparison.Ordinal) ? '\t' : header.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        string rows = string.Join('\n', Train.Select((t, i) => string.Join(delimiter, named ? Invariant($"{i}") : Invariant($"\"{i + 1}\""), i, Invariant($"{t}"), Invariant($"{Val[i]}"))));
        ShouldBeRead(Logs.Read(header + rows));
    }

    [Fact]
    public void Rows_with_a_cell_too_many_are_refused_rather_than_shifted()
        => Should.Throw<DeepFixException>(() => Logs.Read("epoch,train_loss,val_loss\n0,3,2,1.5\n5,2,1,0.5\n7,1,1,0.4\n")).Message.ShouldContain("more cells in its rows");

    [Fact]
    public void An_empty_cell_that_the_header_lacks_shifts_nothing_back()
        => Logs.Read("EPOCH\tBAD_EPOCHS\tTRAIN_LOSS\tTRAIN_ACCURACY\tDEV_LOSS\n0\t0\t3\t\t_\t2\n1\t0\t2\t\t_\t1\n2\t0\t1\t\t_\t0.5\n").Values("val_loss").ShouldBe([2, 1, 0.5]);

    [Fact]
    public void What_stands_before_the_header_is_passed_over()
    {
        ShouldBeRead(Logs.Read("sep=,\n" + Table()));
        ShouldBeRead(Logs.Read("# run of Monday\nresnet18, third try\n\n" + Table()));
    }

    [Fact]
    public void Wrapped_numbers_and_percent_signs_are_numbers()
        => Logs.Read("epoch,loss,acc\n1,\"tensor(0.5, device='cuda:0')\",50%\n2,tensor(0.25),62.5 %\n3,[0.125],75%\n").Csv().ShouldBe("step,epoch,train_loss,train_accuracy\n0,1,0.5,50\n1,2,0.25,62.5\n2,3,0.125,75\n");

    [Fact]
    public void A_table_on_its_side_is_turned()
    {
        ForeignLog log = Logs.Read(",0,1,2,3\ntrain_loss,2.5,1.25,0.625,0.5\nval_loss,2.75,1.5,1.125,1.25\n");
        ShouldBeRead(log);
    }

    [Fact]
    public void Rows_of_each_split_are_told_apart_by_their_column()
    {
        string text = "epoch,phase,loss,acc\n" + string.Concat(Train.Select((t, i) => Invariant($"{i},train,{t},0.5\n{i},val,{Val[i]},0.4\n")));
        ForeignLog log = Logs.Read(text);
        ShouldBeRead(log);
        log.Values("val_accuracy").ShouldBe([0.4, 0.4, 0.4, 0.4]);
    }

    [Fact]
    public void Metrics_by_name_and_value_become_columns()
        => ShouldBeRead(Logs.Read("metric,epoch,value\n" + string.Concat(Train.Select((t, i) => Invariant($"train_loss,{i},{t}\n"))) + string.Concat(Val.Select((v, i) => Invariant($"val_loss,{i},{v}\n")))));

    [Fact]
    public void Several_runs_below_each_other_are_refused_by_name()
        => Should.Throw<DeepFixException>(() => Logs.Read("version,epoch,loss\nA,0,3\nA,1,2\nA,2,1\nB,0,3\nB,1,2\nB,2,1\n")).Message.ShouldContain("2 runs one below the other (version: A, B)");

    [Theory]
    [InlineData("1,0.5,0.6\n2,0.4,0.5\n3,0.3,0.4\n")]
    [InlineData("hello world\nthis is no log\n")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("epoch,loss\n")]
    public void What_is_no_log_is_refused_with_a_word(string text) => Should.Throw<DeepFixException>(() => Logs.Read(text)).Code.ShouldBe(ErrorCode.ArtifactNotFound);
}
