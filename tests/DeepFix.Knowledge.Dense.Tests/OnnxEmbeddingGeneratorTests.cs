using DeepFix.Api;
using DeepFix.Knowledge.Dense.Generators;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepFix.Knowledge.Dense.Tests;

/// <summary>Real inference with a model small enough to be written here.</summary>
public sealed class OnnxEmbeddingGeneratorTests : IDisposable
{
    private static readonly string[] Pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "loss", "nan", "rises", "##es"];
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-onnx-tests-").FullName;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_becomes_the_mean_over_the_hidden_states_of_its_word_pieces()
    {
        using var generator = new OnnxEmbeddingGenerator(Model(), Vocabulary());

        GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync(["Loss losses", "nan"], cancellationToken: None);

        // The row of piece i is (i, i²): [CLS] loss loss ##es [SEP], and [CLS] nan [SEP].
        made.Count.ShouldBe(2);
        made[0].Vector.ToArray().ShouldBe([(2 + 5 + 5 + 8 + 3) / 5f, (4 + 25 + 25 + 64 + 9) / 5f], 1e-4);
        made[1].Vector.ToArray().ShouldBe([(2 + 6 + 3) / 3f, (4 + 36 + 9) / 3f], 1e-4);
    }

    [Fact]
    public async Task A_long_text_is_cut_and_an_empty_one_still_has_a_vector()
    {
        using var generator = new OnnxEmbeddingGenerator(Model(), Vocabulary());
        GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync([string.Join(' ', Enumerable.Repeat("loss", 5_000)), ""], cancellationToken: None);
        made[0].Vector.Span[0].ShouldBe((2 + 510 * 5 + 3) / 512f, 1e-3f);
        made[1].Vector.ToArray().ShouldBe([2.5f, 6.5f], 1e-4);
    }

    [Fact]
    public async Task The_search_runs_on_it_and_the_name_of_the_model_changes_with_its_file()
    {
        var options = new DenseOptions { Kind = GeneratorKind.Onnx, Model = Model(), Vocabulary = Vocabulary(), TimeoutMilliseconds = 60_000 };
        (IEmbeddingGenerator<string, Embedding<float>> generator, string name) = EmbeddingGenerators.Create(options);
        using var search = new DenseSearch(KnowledgeSearch.Default, generator, name, options, TimeProvider.System, NullLogger.Instance);
        (await search.PrepareAsync(None)).ShouldBeTrue();
        (await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None)).Warnings.ShouldBeNull();

        await File.WriteAllBytesAsync(options.Model!, TinyModel.Of([.. Pieces.Select((_, i) => new float[] { i, i, i })]), None);
        (IEmbeddingGenerator<string, Embedding<float>> other, string another) = EmbeddingGenerators.Create(options);
        other.Dispose();
        another.ShouldNotBe(name);
    }

    [Fact]
    public void What_is_no_model_or_another_kind_of_model_is_refused_with_a_word()
    {
        string file = Path.Combine(_folder, "other.onnx");
        File.WriteAllText(file, "no model");
        Should.Throw<InvalidDataException>(() => new OnnxEmbeddingGenerator(file, Vocabulary())).Message.ShouldContain("cannot be loaded");
        File.WriteAllBytes(file, TinyModel.Of([[1, 2]], "pixels"));
        Should.Throw<InvalidDataException>(() => new OnnxEmbeddingGenerator(file, Vocabulary())).Message.ShouldContain("takes pixels");
        Should.Throw<IOException>(() => new OnnxEmbeddingGenerator(Path.Combine(_folder, "absent.onnx"), Vocabulary()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Model() => Written("model.onnx", TinyModel.Of([.. Pieces.Select((_, i) => new float[] { i, i * i })]));

    private string Vocabulary() => Written("vocab.txt", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Pieces) + "\n"));

    private string Written(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
