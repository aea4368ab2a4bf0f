-- Both fences judge at the same instant, the server's own: a database whose clock is a little behind would otherwise
-- refuse what has just been granted.
drop function enter(text, text, text, text);

create function enter(p_person text, p_token text, p_permission text, p_object text, p_at timestamptz)
  returns void language plpgsql security definer set search_path = people, pg_temp as $$
begin
  perform set_config('kensho.granted', 'no', false), set_config('kensho.person', p_person, false),
    set_config('kensho.token', coalesce(p_token, ''), false), set_config('kensho.at', p_at::text, false);
  if not people.may(p_person, p_token, p_permission, p_object, p_at) then
    raise exception '% does not hold % here', p_person, p_permission using errcode = '42501';
  end if;
  perform set_config('kensho.granted', 'yes', false);
end $$;

create or replace function entitled(p_permissions text[]) returns boolean
  language sql stable security definer set search_path = people, pg_temp as $$
  select exists (select from unnest(p_permissions) as permission
    where people.may(current_setting('kensho.person', true), nullif(current_setting('kensho.token', true), ''),
      permission, null, nullif(current_setting('kensho.at', true), '')::timestamptz));
$$;
