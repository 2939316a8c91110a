using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using CsCheck;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Foreign;
using static System.FormattableString;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>TensorBoard's event files, MLflow's metric files, AllenNLP's files by epoch.</summary>
public sealed class EventTests
{
    private static readonly IReadOnlyDictionary<string, string> NoMap = new Dictionary<string, string>(StringComparer.Ordinal);

    [Fact]
    public void Scalars_of_both_forms_are_read()
    {
        byte[] file = [.. Version(), .. Enumerable.Range(0, 4).SelectMany(i => (byte[])[.. Event(i, i, Simple("Loss/train", 4 - i)), .. Event(i, i, Tensor("Loss/val", 5 - i)), .. Event(i, i, Text("config"))])];
        ForeignLog log = Read(Logs.File("events.out.tfevents.1.host", file));
        log.Format.ShouldBe("TensorBoard event files");
        log.Values("train_loss").ShouldBe([4, 3, 2, 1]);
        log.Values("val_loss").ShouldBe([5, 4, 3, 2]);
    }

    [Fact]
    public void The_folders_of_Keras_tell_training_from_validation()
    {
        byte[] Side(float offset) => [.. Version(), .. Enumerable.Range(0, 3).SelectMany(i => Event(i, i, Tensor("epoch_loss", 3 - i + offset)))];
        ForeignLog log = Read(Logs.File("train/events.out.tfevents.1.host.v2", Side(0)), Logs.File("validation/events.out.tfevents.2.host.v2", Side(0.5f)));
        log.Values("train_loss").ShouldBe([3, 2, 1]);
        log.Values("val_loss").ShouldBe([3.5, 2.5, 1.5]);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_read_up_to_there()
    {
        byte[] whole = [.. Version(), .. Enumerable.Range(0, 6).SelectMany(i => Event(i, i, Simple("loss", 6 - i)))];
        int start = Version().Length + (3 * Event(0, 0, Simple("loss", 6)).Length);
        Gen.Int[start, whole.Length - 1].Sample(
            length =>
            {
                ForeignLog log = Read(Logs.File("events.out.tfevents.1", whole[..length]));
                double[] values = log.Values("train_loss");
                values.ShouldBe(Enumerable.Range(0, values.Length).Select(i => 6.0 - i));
                values.Length.ShouldBeInRange(3, 5);
            }, iter: 50);
    }

    [Fact]
    public void A_damaged_byte_ends_the_reading_and_never_bends_a_curve()
    {
        byte[] whole = [.. Version(), .. Enumerable.Range(0, 6).SelectMany(i => Event(i, i, Simple("loss", 6 - i)))];
        int start = Version().Length + (3 * Event(0, 0, Simple("loss", 6)).Length);
        Gen.Select(Gen.Int[start, whole.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, flip) =>
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= flip;
                double[] values = Read(Logs.File("events.out.tfevents.1", damaged)).Values("train_loss");
                values.ShouldBe(Enumerable.Range(0, values.Length).Select(i => 6.0 - i));
            }, iter: 200);
    }

    [Fact]
    public void A_resumed_run_supersedes_what_it_repeats()
    {
        byte[] First() => [.. Version(), .. Enumerable.Range(0, 5).SelectMany(i => Event(i, i, Simple("loss", 9 - i)))];
        byte[] second = [.. Version(), .. Enumerable.Range(3, 4).SelectMany(i => Event(100 + i, i, Simple("loss", 5.5f - (0.5f * i))))];
        ForeignLog log = Read(Logs.File("events.out.tfevents.1", First()), Logs.File("events.out.tfevents.2", second));
        log.Values("train_loss").ShouldBe([9, 8, 7, 4, 3.5, 3, 2.5]);
        log.Notes.ShouldContain(n => n.Contains("goes back in its steps"));
    }

    [Fact]
    public void What_counts_epochs_beside_batches_is_placed_by_time()
    {
        IEnumerable<byte> events = Version();
        for (int batch = 1; batch <= 30; batch++)
        {
            events = events.Concat(Event(batch, batch, Simple("train/loss", 31 - batch)));
            if (batch % 10 == 0) events = events.Concat(Event(batch + 0.5, batch / 10, Simple("val/loss", 30 - batch)));
        }

        ForeignLog log = Read(Logs.File("events.out.tfevents.1", [.. events]));
        log.Values("train_loss").ShouldBe([25.5, 15.5, 5.5]);
        log.Values("val_loss").ShouldBe([20, 10, 0]);
        log.Notes.ShouldContain(n => n.Contains("counts in another unit"));
    }

    [Fact]
    public void A_run_folder_of_MLflow_gives_metrics_and_params()
    {
        string Points(Func<int, double> value) => string.Concat(Enumerable.Range(1, 4).Select(i => Invariant($"{1000 * i} {value(i)} {10 * i}\n")));
        var source = new ForeignSource("run", [Logs.File("metrics/loss", Points(i => 5 - i)), Logs.File("metrics/eval_loss", Points(i => 6 - i)), Logs.File("metrics/train_loss", "9000 2.5 40\n")], [Logs.File("params/learning_rate", "0.01")]);
        ForeignLog log = ForeignReader.Read(source, NoMap, TestContext.Current.CancellationToken);
        log.Values("train_loss").ShouldBe([4, 3, 2, 1]);
        log.Values("val_loss").ShouldBe([5, 4, 3, 2]);
        ArtifactParser.Parse(new RunRecord { RunId = "r", Files = log.Files }, cancellationToken: TestContext.Current.CancellationToken).Training!.Parameters.LearningRate.ShouldBe(0.01);
    }

    [Fact]
    public void Files_by_epoch_are_put_in_the_order_of_their_numbers()
    {
        RunFile File(int epoch) => Logs.File(Invariant($"metrics_epoch_{epoch}.json"), Invariant($$"""{"epoch": {{epoch}}, "training_loss": {{20 - epoch}}, "validation_loss": {{21 - epoch}}, "best_validation_loss": 1}"""));
        ForeignLog log = ForeignReader.Read(new ForeignSource("out", [File(10), File(9), File(8)], []), NoMap, TestContext.Current.CancellationToken);
        log.Values("train_loss").ShouldBe([12, 11, 10]);
        log.Values("val_loss").ShouldBe([13, 12, 11]);
    }

    private static ForeignLog Read(params RunFile[] files) => ForeignReader.Read(new ForeignSource("run", files, []), NoMap, TestContext.Current.CancellationToken);

    private static byte[] Version() => Record([.. Fixed64(1, BitConverter.DoubleToUInt64Bits(0)), .. Bytes(3, "brain.Event:2"u8)]);

    private static byte[] Event(double time, long step, byte[] value) => Record([.. Fixed64(1, BitConverter.DoubleToUInt64Bits(time)), .. Varint(2, (ulong)step), .. Bytes(5, Bytes(1, value))]);

    private static byte[] Simple(string tag, float value) => [.. Bytes(1, Encoding.UTF8.GetBytes(tag)), 0x15, .. Single(value)];

    // As TensorFlow 2 writes a scalar: metadata that names the plugin, and a float tensor without dimensions.
    private static byte[] Tensor(string tag, float value)
        => [.. Bytes(1, Encoding.UTF8.GetBytes(tag)), .. Bytes(8, [.. Varint(1, 1), .. Bytes(2, []), .. Bytes(4, Single(value))]), .. Bytes(9, Bytes(1, Bytes(1, "scalars"u8)))];

    private static byte[] Text(string tag) => [.. Bytes(1, Encoding.UTF8.GetBytes(tag)), .. Bytes(8, [.. Varint(1, 7), .. Bytes(8, "some text"u8)])];

    private static byte[] Single(float value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Fixed64(int field, ulong bits) => [(byte)((field << 3) | 1), .. BitConverter.GetBytes(bits)];

    private static byte[] Varint(int field, ulong value) => [(byte)(field << 3), .. Varint(value)];

    private static byte[] Bytes(int field, ReadOnlySpan<byte> bytes) => [(byte)((field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    private static List<byte> Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }

    private static byte[] Record(byte[] data)
    {
        byte[] length = BitConverter.GetBytes((ulong)data.Length);
        return [.. length, .. BitConverter.GetBytes(Masked(length)), .. data, .. BitConverter.GetBytes(Masked(data))];
    }

    private static uint Masked(byte[] data)
    {
        uint crc = data.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
