using System.Text;

namespace DeepFix.Tests.Artifacts;

/// <summary>Gives the same text again and again up to a length, without holding it; then ends or fails.</summary>
internal sealed class EndlessStream(string text, long failAfter, Exception? failure, string head = "", Action? onRead = null) : Stream
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 10_000)));
    private readonly byte[] _head = Encoding.UTF8.GetBytes(head);
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        onRead?.Invoke();
        int count = (int)Math.Min(buffer.Length, failAfter - _at);
        if (count <= 0) return failure is null ? 0 : throw failure;
        ReadOnlySpan<byte> next = _at < _head.Length ? _head.AsSpan((int)_at) : _text.AsSpan((int)((_at - _head.Length) % _text.Length));
        if (next.Length > count) next = next[..count];
        next.CopyTo(buffer);
        _at += next.Length;
        return next.Length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
