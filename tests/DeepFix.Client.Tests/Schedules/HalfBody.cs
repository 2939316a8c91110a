using System.Text;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>Half of a body; then the connection breaks, or nothing more ever comes.</summary>
internal sealed class HalfBody(string whole, bool isCut) : Stream
{
    private readonly byte[] _half = Encoding.UTF8.GetBytes(whole[..(whole.Length / 2)]);
    private bool _sent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_sent)
        {
            _sent = true;
            _half.CopyTo(buffer);
            return _half.Length;
        }

        if (isCut) throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
