namespace DeepFix.Testing;

/// <summary>A stored file: bytes, or so many zeros that take no room.</summary>
public sealed class FakeArtifact
{
    private readonly byte[]? _content;

    private FakeArtifact(long length, byte[]? content) => (Length, _content) = (length, content);

    public long Length { get; }

    public static FakeArtifact Of(byte[] content) => new(content.Length, content);

    /// <summary>A file of this length, all zeros, made while it is read.</summary>
    public static FakeArtifact Sparse(long length) => new(length, content: null);

    public async Task WriteToAsync(Stream target, long from, long count, CancellationToken cancellationToken)
    {
        if (_content is not null)
        {
            await target.WriteAsync(_content.AsMemory((int)from, (int)count), cancellationToken);
            return;
        }

        byte[] zeros = new byte[64 * 1024];
        for (long left = count; left > 0; left -= zeros.Length)
            await target.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)), cancellationToken);
    }
}
