using System.Net;

namespace DeepFix.Mlflow.Http;

/// <summary>Where an answer points elsewhere: followed within the host for reading, refused otherwise.</summary>
internal static class Redirects
{
    private const int Most = 5;

    public static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is not null;

    /// <summary>The address to go to next; throws where it must not be followed.</summary>
    public static Uri Next(HttpRequestMessage request, HttpResponseMessage response, int followed)
    {
        var from = request.RequestUri!;
        var to = new Uri(from, response.Headers.Location!);
        string host = Hosts.Show(from);
        if (!Hosts.AreSame(from, to))
        {
            string target = to.IsAbsoluteUri && to.Host.Length > 0 ? $"{to.Scheme}://{Hosts.Show(to)}" : "an address without a host";
            throw Refused(host, response, $"{host} points to {target}, which is not followed.", $"If {target} is the MLflow server, use it as the tracking URI; if it is a login page, set credentials.");
        }

        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            throw Refused(host, response, $"{host} answered a {request.Method} with a redirect, which is not followed.", "Check the path of the tracking URI.");

        return followed < Most ? to : throw Refused(host, response, $"{host} redirected more than {Most} times.", "Check the path of the tracking URI and proxies in between.");
    }

    private static MlflowException Refused(string host, HttpResponseMessage response, string message, string remedy) =>
        new(MlflowErrorCode.RedirectRefused, message, remedy) { Host = host, HttpStatus = (int)response.StatusCode };
}
