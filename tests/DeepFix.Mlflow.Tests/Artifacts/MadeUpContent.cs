namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Zeros, as many as asked for, that are made when they are read.</summary>
internal sealed class MadeUpContent(long size, int breaksAfter, Action<int> onRead, Action onClose) : Stream
{
    private long _given;
    private bool _isClosed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_given >= breaksAfter) throw new IOException("The connection was reset.");
        var given = (int)Math.Min(count, Math.Min(size, breaksAfter) - _given);
        Array.Clear(buffer, offset, given);
        _given += given;
        onRead(given);
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed) onClose();
        _isClosed = true;
        base.Dispose(disposing);
    }
}
