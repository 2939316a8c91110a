using System.Net;

namespace DeepFix.Server.Narration;

/// <summary>Reads of a model's answer so many bytes at most, whatever it sends.</summary>
internal sealed class LimitedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes of one answer: tokens come one by one, each in an envelope.</summary>
    private const long MostBytes = 2 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
        var limited = new StreamContent(new LimitedStream(await answer.Content.ReadAsStreamAsync(cancellationToken)));
        foreach ((string name, IEnumerable<string> values) in answer.Content.Headers.NonValidated.Select(h => (h.Key, (IEnumerable<string>)h.Value))) limited.Headers.TryAddWithoutValidation(name, values);
        answer.Content = limited;
        return answer;
    }

    private sealed class LimitedStream(Stream inner) : Stream
    {
        private long _left = MostBytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int read) => (_left -= read) >= 0 ? read : throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The model's answer is too long.", null, HttpStatusCode.OK);
    }
}
