using System.Net;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>The body of an upload: a stream that stays open, from where it stands to its end.</summary>
internal sealed class UploadContent(Stream content) : HttpContent
{
    private readonly long _start = content.Position;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        content.Position = _start;
        return content.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length - _start;
        return true;
    }
}
