using System.Globalization;

namespace DeepFix.Mlflow.Http;

/// <summary>The body of an answer: every read must bring something within the time limit, the whole may not exceed a size, and failures come as <see cref="MlflowException"/>.</summary>
internal sealed class AnswerStream(HttpResponseMessage response, Stream inner, Uri uri, TimeSpan idleLimit, long mostBytes) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => response.Content.Headers.ContentLength ?? throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(idleLimit);
        try
        {
            return Count(await inner.ReadAsync(buffer, limit.Token));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.TimedOut(uri, idleLimit, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw TransportFailure.Cut(uri, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Count(inner.Read(buffer, offset, count));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw TransportFailure.Cut(uri, e);
        }
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        _read += read;
        return _read <= mostBytes ? read : throw new MlflowException(
            MlflowErrorCode.LimitExceeded,
            string.Create(CultureInfo.InvariantCulture, $"The answer of {Hosts.Show(uri)} is longer than {mostBytes} bytes."),
            "Ask for less.") { Host = Hosts.Show(uri) };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
